import { describe } from './describe.js';
import type { Explanation } from './task.js';

/** Explains why a key is not running while there is no run. */
export function stopped(key: unknown): Explanation {
  return { reason: 'stopped', message: `${describe(key)} does not start: the loop is not running` };
}
