import type { Task } from '../config/task.js';

/** Whether a task may start while it runs (5.5). */
export function mayOverlap({ overlap }: Task<any>): boolean {
  return overlap === 'switch' || overlap === 'merge';
}
