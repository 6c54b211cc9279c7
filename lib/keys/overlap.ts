import type { Task } from '../config/task.js';

/** What happens to a tick: it joins the line, or is kept for later, dropped, counted, or replaces what is running. */
export type OverlapFate = 'join' | 'latch' | 'drop' | 'count' | 'replace';

/**
 * The overlap policies: what happens to a tick, above all to one that finds its key running (2.2, 5.5).
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
  // Every other policy waits for cancelled work that has not settled.
  return overlap === 'exhaust' && runs.some(({ cancelled }) => !cancelled) ? 'drop' : 'latch';
}

/** Whether a key may start while it is running, or while its cancelled work has not settled (5.5). */
export function startsBesideRuns({ overlap }: Task<any>): boolean {
  return overlap === 'switch' || overlap === 'merge';
}
