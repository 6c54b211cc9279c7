import { describe } from './describe.js';
import type { Explanation } from './task.js';

/** Why a key does not run while the loop does not: what can be said without a run. */
export function stopped(key: unknown): Explanation {
  return { reason: 'stopped', message: `${describe(key)} does not start: no run of the loop goes on` };
}
