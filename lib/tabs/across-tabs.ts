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
 * Runs the source in one visible tab, and gives its values to all tabs of the origin that use the same name.
 *
 * ```ts
 * const prices$ = smartPoll({ … }).pipe(acrossTabs('prices'));
 * ```
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
 * - A tab that is hidden unsubscribes from the source, and a visible one takes over. While all are hidden, nothing runs.
 * - A tab that comes late gets the last value first. The error or the completion of the source ends the result in all tabs.
 * - What other tabs get is a structured clone. A value that cannot be cloned is emitted here, and is a `TypeError` there.
 *   A class is lost on the way, also that of an error.
 * - Without Web Locks, BroadcastChannel or a page, as in Node, under server rendering or over plain HTTP, the source
 *   just runs here.
 *
 * @param name - what is shared, and by whom: put a version in it if the values change from release to release, and
 * the user if they are not for everybody. Use one name for one kind of source
 * @throws TypeError for a name that is no string, or is empty
 * @see the guide "One polling tab"
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

/** `undefined` where nothing can be shared: the browser, or what stands for it, lacks something or forbids it. */
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
