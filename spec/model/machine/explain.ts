import { dueOf, isScheduled, spacedUntil } from './schedule.js';
import { freeSlotsSoon, isTooSoon, startingLine, waitsForItself } from './ticks.js';
import type { KeyState, State } from '../fact.js';
import type { Key, Run } from './state.js';

/** What a loop tells about a key (1.7, 1.8, 7.3). */
export function stateOf(run: Run, key: Key): KeyState {
  return { running: key.stages.length > 0, due: dueOf(key) ?? null, why: why(run, key) };
}

export function stateOfAll(run: Run): State {
  return Object.fromEntries([...run.keys.values()].map((key) => [key.name, stateOf(run, key)]));
}

/** It is a hold that keeps it from starting, rather than its due or `minInterval` (5.14). */
function isHeld({ world }: Run, key: Key): boolean {
  const { hold = -Infinity } = key;
  const wished = key.counted[0]?.due ?? key.due!;
  return hold > world.agenda.now && hold > spacedUntil(key) && wished <= hold;
}

function why(run: Run, key: Key): string {
  if (run.draining) return 'draining';
  if (!isScheduled(key)) return key.stages.length > 0 ? 'running' : 'unscheduled';
  if (isTooSoon(run, key)) return isHeld(run, key) ? 'held' : 'waiting';
  if (!key.tick && key.counted.length === 0) return 'waiting';
  if (waitsForItself(key)) return 'running';
  if (run.pauses.includes(true)) return 'paused';
  const place = startingLine(run).findIndex((tick) => tick.key === key) + 1 - freeSlotsSoon(run);
  return place > 0 ? `concurrent ${place}` : 'ready';
}
