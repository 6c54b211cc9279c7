import { describe } from './describe.js';

/** Whether `value` is a `Date`, of whatever realm or fake clock. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/**
 * What is wrong with a due, or `undefined` if nothing is: `RangeError` for `NaN`, an infinite or
 * negative number and an invalid `Date`, `TypeError` for anything else that is no due (1.9).
 */
export function dueError(due: unknown, subject: () => string): RangeError | TypeError | undefined {
  const time = typeof due === 'number' ? due : isDate(due) ? Math.max(due.getTime(), 0) : undefined;
  if (time !== undefined && time >= 0 && time < Infinity) return undefined;
  const remedy =
    'a due is a number of milliseconds from now, finite and not negative, or a valid Date; to clear a schedule, use unschedule()';
  return new (time === undefined ? TypeError : RangeError)(
    `smartPoll: ${subject()} got ${describe(due)}: ${remedy}`,
  );
}
