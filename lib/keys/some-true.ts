import {
  combineLatest,
  distinctUntilChanged,
  endWith,
  from,
  map,
  skip,
  startWith,
  type Observable,
} from 'rxjs';
import type { PauseSource } from '../config/smart-poll-config.js';

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
  return combineLatest(sources.map((source) => from(source).pipe(startWith(false), endWith(false)))).pipe(
    map((values) => values.some(Boolean)),
    startWith(false),
    distinctUntilChanged(),
    skip(1),
  );
}
