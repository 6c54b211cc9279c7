import { QueryClient, QueryObserver, environmentManager } from '@tanstack/query-core';
import { exhaustMap, share, ReplaySubject, Subscription, timer, type Observable } from 'rxjs';
import { sharedPoll, type TaskContext } from '../lib/index.js';

/**
 * Watches `keys` keys with a watcher for each of `paces`, in milliseconds. Each request is told to `asked`, and each value
 * that a watcher gets to `got`. Returns how to stop.
 */
export type Watching = (
  keys: number,
  paces: readonly number[],
  asked: () => void,
  got: () => void,
) => () => void;

const ours: Watching = (keys, paces, asked, got) => {
  const watch = sharedPoll({
    project: ({ key }: TaskContext<number>) => (asked(), Promise.resolve({ key })),
    every: 1_000,
  });
  const all = new Subscription();
  for (let key = 0; key < keys; key++) for (const pace of paces) all.add(watch(key, pace).subscribe(got));
  return () => all.unsubscribe();
};

/** As a page has it: an observer for each component, each with an interval of its own. */
const queryCore: Watching = (keys, paces, asked, got) => {
  environmentManager.setIsServer(() => false);
  const client = new QueryClient();
  const all: (() => void)[] = [];
  for (let key = 0; key < keys; key++) {
    for (const refetchInterval of paces) {
      const observer = new QueryObserver(client, {
        queryKey: [key],
        queryFn: () => (asked(), Promise.resolve({ key })),
        refetchInterval,
        staleTime: Infinity, // Who comes late asks only as its interval says.
        retry: false,
      });
      all.push(observer.subscribe(({ isFetching }) => (isFetching ? undefined : got())));
    }
  }
  return () => {
    for (const stop of all) stop();
    client.clear();
  };
};

/** What one writes by hand: a Map of shared timers. All watchers of a key have one pace, the tightest, known ahead. */
const timerAndShare: Watching = (keys, paces, asked, got) => {
  const shared = new Map<number, Observable<unknown>>();
  const watch = (key: number): Observable<unknown> => {
    const found = shared.get(key);
    if (found !== undefined) return found;
    const polled = timer(0, Math.min(...paces)).pipe(
      exhaustMap(() => (asked(), Promise.resolve({ key }))),
      share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: true }),
    );
    shared.set(key, polled);
    return polled;
  };
  const all = new Subscription();
  for (let key = 0; key < keys; key++) for (const _ of paces) all.add(watch(key).subscribe(got));
  return () => all.unsubscribe();
};

export const watching = { ours, queryCore, timerAndShare };
