import { combineLatest, distinctUntilChanged, endWith, map, skip, startWith, type Observable } from 'rxjs';
import type { PauseSource } from '../config/smart-poll-config.js';
import { observableOf } from '../work/observable-of.js';

/**
 * Emits whether the last value of any source is true, on each change; false at first. A source that completes counts as
 * false (5.8).
 *
 * ```text
 * source a  --t---f------
 * source b  ----t---|
 * expected  --t-----f----
 * ```
 */
export function someTrue(sources: readonly PauseSource[]): Observable<boolean> {
  return combineLatest(
    sources.map((source) => observableOf(source).pipe(startWith(false), endWith(false))),
  ).pipe(
    map((values) => values.some(Boolean)),
    startWith(false),
    distinctUntilChanged(),
    skip(1),
  );
}
