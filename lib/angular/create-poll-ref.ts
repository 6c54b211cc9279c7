import {
  computed,
  DestroyRef,
  effect,
  ErrorHandler,
  NgZone,
  signal,
  untracked,
  type Injector,
} from '@angular/core';
import { Subscription, take } from 'rxjs';
import type { Pace, SharedPoll } from '../index.js';
import { renderHold } from './render-hold.js';
import { IDLE, resourceOf, type PollRef, type ResourceState } from './resource.js';

/** What both kinds of `injectPoll()` come down to. */
export interface PollParts<K, V> {
  readonly from: SharedPoll<K, V>;
  /** Reactive; `undefined` polls nothing. */
  readonly key: () => K | undefined;
  readonly every: Pace | undefined;
  readonly server: 'off' | 'first';
  readonly keepPrevious: boolean;
}

/** What is to be polled: a key, nothing, or the error of the function that was to tell. */
type Request<K> = { readonly key: K } | { readonly error: unknown } | undefined;

/** What is shown, and of which request. */
interface Shown<K, V> extends ResourceState<V> {
  readonly request: Request<K>;
}

const NOTHING = { ...IDLE, request: undefined };

/** Creates the ref for a key of a shared poll; it ends with `injector`. */
export function createPollRef<K, V>(parts: PollParts<K, V>, injector: Injector): PollRef<V | undefined> {
  const { from, every, server, keepPrevious } = parts;
  const zone = injector.get(NgZone);
  const errors = injector.get(ErrorHandler, null, { optional: true }); // Not every injector has one.
  const hold = renderHold(injector);
  const isOver = signal(hold !== undefined && server === 'off');

  const key = computed(parts.key); // The same key again is not a new request.
  const current = computed<Request<K>>(() => {
    if (isOver()) return undefined;
    try {
      const wanted = key();
      return wanted === undefined ? undefined : { key: wanted };
    } catch (error) {
      return { error };
    }
  });
  const shown = signal<Shown<K, V>>(NOTHING);
  // Another request is no longer shown as soon as the key changes, rather than once the effect has run.
  const view = computed<Shown<K, V>>(() => {
    const request = current();
    const last = shown();
    if (request === undefined) return NOTHING;
    if ('error' in request) return { ...NOTHING, request, failure: request };
    return last.request === request
      ? last
      : { ...NOTHING, request, isLoading: true, value: keepPrevious ? last.value : undefined };
  });

  let run = Subscription.EMPTY;
  const stop = (): void => {
    const last = run;
    run = Subscription.EMPTY; // Before unsubscribing: changes that causes must not show.
    hold?.release();
    last.unsubscribe();
  };
  const begin = (request: { readonly key: K }): void => {
    const before = run;
    const mine = (run = new Subscription());
    const update = (change: (last: Shown<K, V>) => Partial<ResourceState<V>>): void => {
      if (run === mine) shown.update((last) => ({ ...last, ...change(last) }));
    };
    const end = (change: Partial<ResourceState<V>>): void => {
      update(() => ({ isLoading: false, ...change }));
      if (run === mine) stop();
    };
    let isAsking = false;
    shown.set({ ...view(), isLoading: true, failure: undefined });
    hold?.take();
    // The page needs one value; nobody would see the next.
    const values = hold === undefined ? from(request.key, every) : from.refresh(request.key).pipe(take(1));
    mine.add(
      values.subscribe({
        next: (value) =>
          update(() => ({ value, hasAnswered: true, isLoading: isAsking, failure: undefined })),
        error: (error: unknown) => {
          end({ failure: { error } });
          errors?.handleError(error);
        },
        complete: () => end({}),
      }),
    );
    mine.add(
      from.state(request.key).subscribe({
        next: ({ loading, failures, error }) => {
          isAsking = loading;
          update(({ hasAnswered }) => ({
            isLoading: loading || (!hasAnswered && failures === 0), // Paused, or waiting for its turn.
            failure: failures > 0 ? { error } : undefined,
          }));
        },
        error: () => undefined, // `keyOf` threw, which was reported above.
      }),
    );
    before.unsubscribe(); // Last: to the poll the new key may be the same one, whose run then goes on.
  };

  // Subscribes to each request outside the zone, without making the effect depend on anything.
  const act = <R>(work: () => R): R => zone.runOutsideAngular(() => untracked(work));
  const follow = (request: Request<K>): void => {
    if (request !== undefined && 'key' in request) return begin(request);
    shown.set(NOTHING);
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

  const resource = resourceOf(view);
  const reload = (): boolean => {
    const request = current();
    if (request === undefined || 'error' in request || resource.status() === 'loading') return false;
    if (run.closed) begin(request);
    // All watchers, this ref among them, get its values and its error.
    else run.add(from.refresh(request.key).subscribe({ error: () => undefined }));
    return true;
  };
  return { ...resource, reload: () => act(reload) };
}
