import {
  computed,
  DestroyRef,
  effect,
  ErrorHandler,
  NgZone,
  signal,
  untracked,
  type Injector,
  type Signal,
} from '@angular/core';
import { Subscription, take } from 'rxjs';
import type { Pace, SharedPoll } from '../index.js';
import { renderHold } from './smart-poll-ref.js';

/**
 * A poll as signals: what `injectPoll()` returns. It has the shape and the names of Angular's `Resource`, and can be
 * given to whatever takes one. Polling ends with the injector it was made in.
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

/** What all kinds of `injectPoll()` have in common. */
export interface PollParts<K, V> {
  readonly from: SharedPoll<K, V>;
  /** Reactive; `undefined` polls nothing. */
  readonly key: () => K | undefined;
  readonly every: Pace | undefined;
  readonly server: 'off' | 'first';
  readonly keepPrevious: boolean;
}

/** What is to be polled: a key, nothing, or what the question itself failed with. */
type Request<K> = { readonly key: K } | { readonly error: unknown } | undefined;

/** What has come of a request. */
interface Shown<K, V> {
  readonly request: Request<K>;
  readonly value: V | undefined;
  readonly hasAnswered: boolean;
  readonly isLoading: boolean;
  readonly failure: { readonly error: unknown } | undefined;
}

const BLANK = {
  request: undefined,
  value: undefined,
  hasAnswered: false,
  isLoading: false,
  failure: undefined,
};

/** The ref for a shared poll and a key, which ends with `injector`. */
export function createPollRef<K, V>(parts: PollParts<K, V>, injector: Injector): PollRef<V | undefined> {
  const { from, every, server, keepPrevious } = parts;
  const zone = injector.get(NgZone);
  const errors = injector.get(ErrorHandler, null, { optional: true }); // An injector may be without one.
  const hold = renderHold(injector);
  const isOver = signal(hold !== undefined && server === 'off');

  const key = computed(parts.key); // The same key again is no new request.
  const current = computed<Request<K>>(() => {
    if (isOver()) return undefined;
    try {
      const wanted = key();
      return wanted === undefined ? undefined : { key: wanted };
    } catch (error) {
      return { error };
    }
  });
  const shown = signal<Shown<K, V>>(BLANK);
  // What is shown of another request is over as soon as the key changes, not when the effect has run.
  const view = computed<Shown<K, V>>(() => {
    const request = current();
    const last = shown();
    if (request === undefined) return BLANK;
    if ('error' in request) return { ...BLANK, request, failure: request };
    return last.request === request
      ? last
      : { ...BLANK, request, value: keepPrevious ? last.value : undefined };
  });

  let run = Subscription.EMPTY;
  const stop = (): void => {
    const last = run;
    run = Subscription.EMPTY; // Before unsubscribing, for what that changes is not to be shown.
    hold?.release();
    last.unsubscribe();
  };
  const begin = (request: { readonly key: K }): void => {
    const before = run;
    const mine = (run = new Subscription());
    const update = (change: Partial<Shown<K, V>>): void => {
      if (run === mine) shown.update((last) => ({ ...last, ...change }));
    };
    const end = (change: Partial<Shown<K, V>>): void => {
      update({ isLoading: false, ...change });
      if (run === mine) stop();
    };
    shown.set({ ...view(), failure: undefined });
    hold?.take();
    // The page needs one value; what would come after it has nobody to see it.
    const values = hold === undefined ? from(request.key, every) : from.refresh(request.key).pipe(take(1));
    mine.add(
      values.subscribe({
        next: (value) => update({ value, hasAnswered: true, failure: undefined }),
        error: (error: unknown) => {
          end({ failure: { error } });
          errors?.handleError(error);
        },
        complete: () => end({}),
      }),
    );
    mine.add(
      from.state(request.key).subscribe({
        next: ({ loading, failures, error }) =>
          update({ isLoading: loading, failure: failures > 0 ? { error } : undefined }),
        error: () => undefined, // What `keyOf` throws has been told above.
      }),
    );
    before.unsubscribe(); // Last: the new key may be the same to the poll, whose run then goes on.
  };

  // Each request is subscribed to outside of the zone, and of what the effect depends on.
  const act = <R>(work: () => R): R => zone.runOutsideAngular(() => untracked(work));
  const follow = (request: Request<K>): void => {
    if (request !== undefined && 'key' in request) return begin(request);
    shown.set(BLANK);
    stop();
    if (request !== undefined) errors?.handleError(request.error);
  };
  if (!isOver())
    effect(
      () => {
        const request = current();
        act(() => follow(request));
      },
      { injector },
    );
  injector.get(DestroyRef).onDestroy(() => {
    isOver.set(true);
    stop();
  });

  const value = computed(() => view().value);
  const status = computed(() => statusOf(view()));
  const error = computed(() => errorOf(view().failure));
  const reload = (): boolean => {
    const request = current();
    if (request === undefined || 'error' in request || status() === 'loading') return false;
    if (run.closed) begin(request);
    // What it yields, and what it fails with, is told to all who watch.
    else run.add(from.refresh(request.key).subscribe({ error: () => undefined }));
    return true;
  };
  return {
    value,
    status,
    error,
    isLoading: computed(() => status() === 'loading' || status() === 'reloading'),
    snapshot: computed(() => {
      const now = status();
      return now === 'error' ? { status: now, error: error()! } : { status: now, value: value() };
    }),
    hasValue(): this is PollRef<Exclude<V, undefined>> {
      return value() !== undefined;
    },
    reload: () => act(reload),
  };
}

function statusOf<K, V>({ request, hasAnswered, isLoading, failure }: Shown<K, V>) {
  if (request === undefined) return 'idle';
  if (isLoading) return hasAnswered || failure !== undefined ? 'reloading' : 'loading';
  if (failure !== undefined) return 'error';
  return hasAnswered ? 'resolved' : 'loading';
}

/** As Angular's resources have it: what is no error is wrapped in one. */
function errorOf(failure: { readonly error: unknown } | undefined): Error | undefined {
  const error = failure?.error as Partial<Error> | undefined;
  if (failure === undefined || (typeof error?.name === 'string' && typeof error.message === 'string'))
    return error as Error | undefined;
  return new Error('smartPoll: the poll failed with what is no Error: see its cause', { cause: error });
}
