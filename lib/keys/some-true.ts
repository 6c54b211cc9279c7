import { combineLatest, distinctUntilChanged, endWith, map, skip, startWith, type Observable } from 'rxjs';
import type { PauseSource } from '../config/smart-poll-config.js';
import { observableOf } from '../work/observable-of.js';

/**
 * Whether the last value of any source is true, told as it changes; false at first, and what completes counts
 * as false (5.8).
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
