import { describe } from './describe.js';

/**
 * When a key is to be ready: a number of milliseconds from now (from the call, not from the end of
 * the turn), zero or more and finite, or a `Date`. Any length works, past 2³¹ ms too.
 *
 * A relative due is immune to steps of the wall clock; a `Date` follows the wall clock.
 */
export type Due = number | Date;

/** Whether `value` is a `Date`, of whatever realm or fake clock. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/**
 * What is wrong with a due, or `undefined` if nothing is: `RangeError` for `NaN`, an infinite or
 * negative number and an invalid `Date`, `TypeError` for anything else.
 *
 * @param clearing - what is meant, maybe, and how that is done
 */
export function dueError(
  due: unknown,
  subject: () => string,
  clearing = 'to clear a schedule, use unschedule()',
): RangeError | TypeError | undefined {
  const time = typeof due === 'number' ? due : isDate(due) ? Math.max(due.getTime(), 0) : undefined;
  if (time !== undefined && time >= 0 && time < Infinity) return undefined;
  const remedy = `a due is a number of milliseconds from now, finite and not negative, or a valid Date; ${clearing}`;
  return new (time === undefined ? TypeError : RangeError)(
    `smartPoll: ${subject()} got ${describe(due)}: ${remedy}`,
  );
}

/**
 * A due as it stands in a task, evaluated now and checked.
 *
 * @throws what its function throws, or RangeError or TypeError for an invalid due
 */
export function evaluateDue(
  due: Due | null | ((now: Date) => Due | null),
  now: number,
  option: string,
  key: unknown,
): Due | null {
  const value = typeof due === 'function' ? due(new Date(now)) : due;
  const error = value === null ? undefined : dueError(value, () => `${option} of ${describe(key)}`);
  if (error !== undefined) throw error;
  return value;
}
