import { Subscriber } from 'rxjs';
import { describe } from '../config/describe.js';
import { isObservableLike } from '../config/kinds.js';
import type { Changing } from '../config/limit.js';
import { observableOf } from '../work/observable-of.js';

/**
 * How often a key is to be polled: milliseconds from the end of one run to the start of the next, or an Observable of them,
 * of which the last value counts. With `Infinity` the key is polled once, and after that only by `refresh`.
 */
export type Pace = Changing<number>;

/**
 * The error for an invalid pace, or `undefined` for a valid one: `RangeError` for 0, a negative number and `NaN`,
 * `TypeError` for any other type.
 *
 * @param whose - whose pace it is, for the message
 */
export function paceError(every: unknown, whose: () => string): Error | undefined {
  if (typeof every === 'number' && every > 0) return undefined;
  return new (typeof every === 'number' ? RangeError : TypeError)(
    `smartPoll: every of ${whose()} got ${describe(every)}: it must be milliseconds above 0; Infinity polls once, and then only on refresh()`,
  );
}

/** @throws RangeError or TypeError for anything that is neither a pace nor an Observable of one */
export function checkPace(every: unknown, whose: () => string): void {
  const error = isObservableLike(every) ? undefined : paceError(every, whose);
  if (error !== undefined) throw error;
}

/** Passes on each pace of an Observable while `watcher` watches, who gets the error if one is invalid. */
export function followPace(
  every: Exclude<Pace, number>,
  watcher: Subscriber<unknown>,
  whose: () => string,
  follow: (pace: number) => void,
): void {
  const paces = new Subscriber<number>({
    next: (pace) => {
      const error = paceError(pace, whose);
      if (error !== undefined) watcher.error(error);
      else follow(pace);
    },
    error: (error: unknown) => watcher.error(error),
    complete: () => undefined,
  });
  watcher.add(paces);
  observableOf(every).subscribe(paces);
}
