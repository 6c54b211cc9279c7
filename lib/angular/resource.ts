import { computed, type Signal } from '@angular/core';

/**
 * What is polled, as signals: what `injectPoll()` returns. It has the shape and the names of Angular's `Resource`, and can
 * be given to whatever takes one. Polling ends with the injector it was made in.
 *
 * @typeParam T - the values, and `undefined` where there may be none yet
 */
export interface PollRef<T> {
  /** The last value, kept while it is polled anew and after an error; reading it never throws. */
  readonly value: Signal<T>;
  /**
   * `'loading'` until the first answer, `'reloading'` during each further request, `'resolved'` or `'error'` between
   * them; `'idle'` while nothing is polled: the params are `undefined`, or the page is rendered on a server.
   */
  readonly status: Signal<'idle' | 'loading' | 'reloading' | 'resolved' | 'error'>;
  /** What the last request failed with, until there is a value again; what is no `Error` is the `cause` of one. */
  readonly error: Signal<Error | undefined>;
  /** Whether the first value is waited for, or a request goes on. */
  readonly isLoading: Signal<boolean>;
  /** `status` with `value`, or with `error`, in one object. */
  readonly snapshot: Signal<PollSnapshot<T>>;
  /** Whether `value` is not `undefined`; reactive. */
  hasValue(): this is PollRef<Exclude<T, undefined>>;
  /**
   * Asks now, or joins the request that goes on. After an error that ended it, polling begins anew.
   *
   * @returns `false` if there is nothing to reload: while idle, or before the first answer
   */
  reload(): boolean;
}

/**
 * The state of a `PollRef` at one moment, as Angular's `ResourceSnapshot`.
 *
 * @typeParam T - the values
 */
export type PollSnapshot<T> =
  | { readonly status: 'idle' | 'loading' | 'reloading' | 'resolved'; readonly value: T }
  | { readonly status: 'error'; readonly error: Error };

/** What all signals of a resource follow from. */
export interface ResourceState<V> {
  readonly value: V | undefined;
  /** Whether `value` is an answer. */
  readonly hasAnswered: boolean;
  /** Whether an answer is waited for. */
  readonly isLoading: boolean;
  readonly failure: { readonly error: unknown } | undefined;
}

/** Nothing is asked for. */
export const IDLE = { value: undefined, hasAnswered: false, isLoading: false, failure: undefined } as const;

/** The signals of a resource that is in `state`. */
export function resourceOf<V>(state: Signal<ResourceState<V>>): Omit<PollRef<V | undefined>, 'reload'> {
  const value = computed(() => state().value);
  const status = computed(() => statusOf(state()));
  const error = computed(() => errorOf(state().failure));
  return {
    value,
    status,
    error,
    isLoading: computed(() => state().isLoading),
    snapshot: computed(() => {
      const now = status();
      return now === 'error' ? { status: now, error: error()! } : { status: now, value: value() };
    }),
    hasValue(): this is PollRef<Exclude<V, undefined>> {
      return value() !== undefined;
    },
  };
}

function statusOf({ hasAnswered, isLoading, failure }: ResourceState<unknown>) {
  if (isLoading) return hasAnswered || failure !== undefined ? 'reloading' : 'loading';
  if (failure !== undefined) return 'error';
  return hasAnswered ? 'resolved' : 'idle';
}

/** As Angular's resources have it: what is no error is wrapped in one. */
function errorOf(failure: { readonly error: unknown } | undefined): Error | undefined {
  const error = failure?.error as Partial<Error> | undefined;
  if (failure === undefined || (typeof error?.name === 'string' && typeof error.message === 'string'))
    return error as Error | undefined;
  return new Error('smartPoll: polling failed with what is no Error: see its cause', { cause: error });
}
