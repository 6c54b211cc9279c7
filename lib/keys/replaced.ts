import type { RunOfKey } from './run-of-key.js';
import type { InLine } from './start-order.js';

const NONE: readonly RunOfKey[] = [];

/** The runs in progress that a start replaces: those of a `switch` key. What they have taken is free for it (5.5, 5.15). */
export function replaced(ready: InLine): readonly RunOfKey[] {
  if (ready.task.overlap !== 'switch' || !('active' in ready)) return NONE;
  return ready.active?.runs.filter(({ cancelled }) => !cancelled) ?? NONE;
}

/** How many of them have a slot, or room at limits. */
export const slotsOf = (runs: readonly RunOfKey[]): number => runs.filter(({ hasSlot }) => hasSlot).length;
export const roomsOf = (runs: readonly RunOfKey[]): number => runs.filter(({ room }) => room).length;
