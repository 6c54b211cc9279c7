import { describe } from './describe.js';

/**
 * When a key is due: a number of milliseconds from now (from the call, not from the end of the turn), finite and not
 * negative, or a `Date`. It may be longer than the 2³¹ ms of a host timer.
 *
 * A change of the wall clock does not affect a number; a `Date` follows the wall clock.
 */
export type Due = number | Date;

/** Whether `value` is a `Date`, of any realm or fake clock. */
export function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === '[object Date]';
}

/**
 * The error for an invalid due, or `undefined` for a valid one: `RangeError` for `NaN`, an infinite or negative number and
 * an invalid `Date`, `TypeError` for anything else.
 *
 * @param clearing - what the caller may have meant, and how to do that
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
 * Evaluates and checks a due option of a task.
 *
 * @throws what its function throws; RangeError or TypeError for an invalid due
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
