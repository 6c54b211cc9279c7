import { defer, distinctUntilChanged, EMPTY, fromEvent, map, startWith, type Observable } from 'rxjs';

/**
 * Whether the page is hidden, now and on every change: for `pause`. Without a DOM, as in Node and under
 * server rendering, it completes at once, which pauses nothing.
 *
 * ```text
 * document.hidden  false      true    false
 * pageHidden()     f----------t-------f----
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
