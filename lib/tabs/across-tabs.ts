import {
  defer,
  dematerialize,
  exhaustMap,
  merge,
  NEVER,
  switchMap,
  using,
  type MonoTypeOperatorFunction,
} from 'rxjs';
import { pageHidden } from '../index.js';
import { TabChannel } from './tab-channel.js';
import { tabLock } from './tab-lock.js';

/**
 * Runs the source in one visible tab, and shares its values with all tabs of the origin that use the same name.
 *
 * ```text
 * tab A shown   ^---------!
 * tab B         ----------^-----------
 * source in A   --a---b--c!
 * source in B             --d---e---f-
 * result in A   --a---b--c--d---e---f-
 * result in B   --a---b--c--d---e---f-
 * ```
 *
 * - When a tab is hidden it unsubscribes from the source, and a visible one takes over. While all are hidden, nothing runs.
 * - A tab that opens later gets the last value first. An error or the completion of the source ends the result in all tabs.
 * - Other tabs get structured clones, which lose their classes; errors keep their `name` and `message`. A value that cannot
 *   be cloned is emitted here, and is a `TypeError` there.
 * - Without Web Locks, BroadcastChannel or a page (in Node, during server rendering or over plain HTTP), the source simply
 *   runs here.
 *
 * @param name - identifies the source. Include a version if the values change from release to release, and the user if
 * they are not for everybody
 * @throws TypeError for a name that is not a string, or is empty
 * @see [One polling tab](../../docs/guides/one-polling-tab.md)
 *
 * @example
 * ```ts
 * const prices$ = smartPoll({ tasks }).pipe(acrossTabs('prices'));
 * ```
 */
export function acrossTabs<T>(name: string): MonoTypeOperatorFunction<T> {
  if (typeof name !== 'string' || name === '')
    throw new TypeError(
      `smartPoll: acrossTabs needs a name that the tabs share, got ${name === '' ? '""' : typeof name}`,
    );
  return (source) =>
    defer(() => {
      const channel = openChannel<T>(name);
      if (channel === undefined) return source;
      const run$ = tabLock(channel.key).pipe(exhaustMap(() => channel.run(source)));
      const whileVisible$ = pageHidden().pipe(switchMap((hidden) => (hidden ? NEVER : run$)));
      return using(
        () => channel,
        () => merge(channel.heard(), whileVisible$).pipe(dematerialize()),
      );
    });
}

/** Opens the channel; `undefined` if the environment lacks what it takes, or forbids it. */
function openChannel<T>(name: string): TabChannel<T> | undefined {
  const { document, navigator, BroadcastChannel } = globalThis as Partial<typeof globalThis>;
  if (typeof document?.addEventListener !== 'function') return undefined;
  if (typeof navigator?.locks?.request !== 'function' || typeof BroadcastChannel !== 'function')
    return undefined;
  try {
    return new TabChannel<T>(name);
  } catch {
    return undefined;
  }
}
