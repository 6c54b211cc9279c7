import { describe } from '../config/describe.js';
import type { Due } from '../config/due.js';
import { dueError } from '../config/due-error.js';

/**
 * A due as it stands in a task, evaluated now and checked (1.10).
 *
 * @throws what its function throws, or RangeError or TypeError for what is no due (1.9)
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
