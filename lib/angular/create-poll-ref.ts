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
interface Shown<K, V> extends ResourceState<V> {
  readonly request: Request<K>;
}

const NOTHING = { ...IDLE, request: undefined };

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
  const shown = signal<Shown<K, V>>(NOTHING);
  // What is shown of another request is over as soon as the key changes, not when the effect has run.
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
    run = Subscription.EMPTY; // Before unsubscribing, for what that changes is not to be shown.
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
    // The page needs one value; what would come after it has nobody to see it.
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
        error: () => undefined, // What `keyOf` throws has been told above.
      }),
    );
    before.unsubscribe(); // Last: the new key may be the same to the poll, whose run then goes on.
  };

  // Each request is subscribed to outside of the zone, and of what the effect depends on.
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
    // What it yields, and what it fails with, is told to all who watch.
    else run.add(from.refresh(request.key).subscribe({ error: () => undefined }));
    return true;
  };
  return { ...resource, reload: () => act(reload) };
}
