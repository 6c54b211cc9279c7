import { computed, type Signal } from '@angular/core';

/**
 * The state of polling as signals: what `injectPoll()` returns. It has the shape and the names of Angular's `Resource`, and
 * fits wherever one is expected. Polling ends with the injector it was created in.
 *
 * @typeParam T - the values, including `undefined` if there may be none yet
 */
export interface PollRef<T> {
  /** The last value. It stays during the next request and after an error; reading it never throws. */
  readonly value: Signal<T>;
  /**
   * `'loading'` until the first answer, `'reloading'` during each further request, `'resolved'` or `'error'` between
   * them; `'idle'` while nothing is polled: the params are `undefined`, or the page is rendered on a server.
   */
  readonly status: Signal<'idle' | 'loading' | 'reloading' | 'resolved' | 'error'>;
  /** The error of the last request, until there is a value again. Anything that is not an `Error` becomes the `cause` of one. */
  readonly error: Signal<Error | undefined>;
  /** Whether a request is in progress, or the first value is still awaited. */
  readonly isLoading: Signal<boolean>;
  /** `status`, together with `value` or `error`, in one object. */
  readonly snapshot: Signal<PollSnapshot<T>>;
  /** Tells whether `value` is not `undefined`; reactive. */
  hasValue(): this is PollRef<Exclude<T, undefined>>;
  /**
   * Asks now, or joins the request in progress.
   *
   * If an error has ended polling, it starts afresh.
   *
   * @returns `false` if there is nothing to reload: while idle, or before the first answer
   */
  reload(): boolean;
}

/**
 * The state of a `PollRef` at one moment, like Angular's `ResourceSnapshot`.
 *
 * @typeParam T - the values
 */
export type PollSnapshot<T> =
  | { readonly status: 'idle' | 'loading' | 'reloading' | 'resolved'; readonly value: T }
  | { readonly status: 'error'; readonly error: Error };

/** The state that all signals of a resource are computed from. */
export interface ResourceState<V> {
  readonly value: V | undefined;
  /** Whether `value` is an answer. */
  readonly hasAnswered: boolean;
  /** Whether an answer is awaited. */
  readonly isLoading: boolean;
  readonly failure: { readonly error: unknown } | undefined;
}

/** Nothing is asked for. */
export const IDLE = { value: undefined, hasAnswered: false, isLoading: false, failure: undefined } as const;

/** The signals of a resource, computed from `state`. */
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

/** Wraps anything that is not an error in one, as Angular's resources do. */
function errorOf(failure: { readonly error: unknown } | undefined): Error | undefined {
  const error = failure?.error as Partial<Error> | undefined;
  if (failure === undefined || (typeof error?.name === 'string' && typeof error.message === 'string'))
    return error as Error | undefined;
  return new Error('smartPoll: polling failed; the cause is not an Error', {
    cause: error,
  });
}
