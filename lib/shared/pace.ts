import { describe } from '../config/describe.js';
import { isObservableLike } from '../config/kinds.js';
import type { Changing } from '../config/limit.js';

/**
 * How often a key is to be polled: milliseconds from the end of one run to the start of the next, or an Observable of them,
 * whose last value counts. `Infinity` polls once; after that only `refresh` does.
 */
export type Pace = Changing<number>;

/**
 * What is wrong with a pace, or `undefined` if nothing is: `RangeError` for 0, a negative number and `NaN`, `TypeError` for
 * another type.
 *
 * @param whose - whose pace it is, in words
 */
export function paceError(every: unknown, whose: () => string): Error | undefined {
  if (typeof every === 'number' && every > 0) return undefined;
  return new (typeof every === 'number' ? RangeError : TypeError)(
    `smartPoll: every of ${whose()} got ${describe(every)}: it is a number of milliseconds above 0; Infinity polls once, and then only as refresh() says`,
  );
}

/** @throws RangeError or TypeError for what is neither a pace nor an Observable of one */
export function checkPace(every: unknown, whose: () => string): void {
  const error = isObservableLike(every) ? undefined : paceError(every, whose);
  if (error !== undefined) throw error;
}
