import { defer, distinctUntilChanged, EMPTY, fromEvent, map, merge, startWith, type Observable } from 'rxjs';

/**
 * Whether the browser is offline, now and on every change: for `pause`. Without a DOM, as in Node and
 * under server rendering, it completes at once, which pauses nothing.
 *
 * ```text
 * navigator.onLine  true      false    true
 * offline()         f---------t--------f---
 * ```
 */
export function offline(): Observable<boolean> {
  return defer(() =>
    typeof window === 'undefined' || typeof window.addEventListener !== 'function'
      ? EMPTY
      : merge(fromEvent(window, 'online'), fromEvent(window, 'offline')).pipe(
          startWith(undefined),
          map(() => (globalThis as { navigator?: Partial<Navigator> }).navigator?.onLine === false),
          distinctUntilChanged(),
        ),
  );
}
