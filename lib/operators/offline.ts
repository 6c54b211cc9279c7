import { defer, distinctUntilChanged, EMPTY, fromEvent, map, merge, startWith, type Observable } from 'rxjs';

/**
 * Emits whether the browser is offline, now and on every change: for `pause`.
 *
 * ```text
 * navigator.onLine  true      false    true
 * offline()         f---------t--------f---
 * ```
 *
 * Without a DOM, as in Node and during server rendering, it completes at once, which pauses nothing.
 *
 * @see [Pausing](../../docs/guides/pausing.md)
 *
 * @example
 * ```ts
 * smartPoll({ tasks, pause: [pageHidden(), offline()] }).subscribe();
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
