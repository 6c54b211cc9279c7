import type { Overlap, Task } from '../config/task.js';

/** What becomes of a tick: it stands in line, or is kept for later, dropped, counted, or takes the place of what runs. */
export type Fate = 'join' | 'latch' | 'drop' | 'count' | 'replace';

const WHILE_RUNNING: { readonly [P in Overlap]: Fate } = {
  latch: 'latch',
  exhaust: 'drop',
  concat: 'count',
  switch: 'replace',
  merge: 'join',
};

/** The overlap policies: what becomes of a tick of `task`, above all of one that finds its key `busy` (2.2, 5.5). */
export function overlapFate({ overlap = 'latch' }: Task<any>, busy: boolean): Fate {
  return busy ? WHILE_RUNNING[overlap] : 'join';
}

/** Whether a key may start while it runs, or while what was cancelled of it has not settled (5.5). */
export function startsBesideRuns({ overlap }: Task<any>): boolean {
  return overlap === 'switch' || overlap === 'merge';
}
