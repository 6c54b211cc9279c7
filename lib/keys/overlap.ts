import type { Task } from '../config/task.js';

/** What becomes of a tick: it stands in line, or is kept for later, dropped, counted, or takes the place of what runs. */
export type OverlapFate = 'join' | 'latch' | 'drop' | 'count' | 'replace';

/**
 * The overlap policies: what becomes of a tick, above all of one that finds its key running (2.2, 5.5).
 *
 * @param runs - the runs of the key that are not over
 */
export function overlapFate(
  { overlap = 'latch' }: Task<any>,
  runs: readonly { readonly cancelled: boolean }[] = [],
): OverlapFate {
  if (overlap === 'concat') return 'count';
  if (runs.length === 0 || overlap === 'merge') return 'join';
  if (overlap === 'switch') return 'replace';
  // What was cancelled and has not settled is waited for, under every other policy.
  return overlap === 'exhaust' && runs.some(({ cancelled }) => !cancelled) ? 'drop' : 'latch';
}

/** Whether a key may start while it runs, or while what was cancelled of it has not settled (5.5). */
export function startsBesideRuns({ overlap }: Task<any>): boolean {
  return overlap === 'switch' || overlap === 'merge';
}
