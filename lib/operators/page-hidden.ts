import { defer, distinctUntilChanged, EMPTY, fromEvent, map, startWith, type Observable } from 'rxjs';

/**
 * Emits whether the page is hidden, now and on every change: for `pause`.
 *
 * ```text
 * document.hidden  false      true    false
 * pageHidden()     f----------t-------f----
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
export function pageHidden(): Observable<boolean> {
  return defer(() =>
    typeof globalThis.document?.addEventListener !== 'function'
      ? EMPTY
      : fromEvent(document, 'visibilitychange').pipe(
          startWith(undefined),
          map(() => document.hidden),
          distinctUntilChanged(),
        ),
  );
}
