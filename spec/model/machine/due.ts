import type { DueScript } from '../program.js';
import type { Run } from './state.js';

/** The instant a due names. */
export function dueAt({ world }: Run, due: DueScript): number {
  return world.agenda.now + (typeof due === 'number' ? due : due.date);
}

/** The class of the error a bad due throws (1.9). */
export function refusal(due: DueScript | null | undefined): string | undefined {
  if (due === undefined || due === null) return 'TypeError';
  if (typeof due === 'number') return due >= 0 && due < Infinity ? undefined : 'RangeError';
  return Number.isFinite(due.date) ? undefined : 'RangeError';
}
