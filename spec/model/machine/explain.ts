import { dueOf } from './schedule.js';
import { freeSlots, isTooSoon, startingLine, waitsForItself } from './ticks.js';
import type { KeyState, State } from '../fact.js';
import type { Key, Run } from './state.js';

/** What a loop tells about a key (1.7, 1.8, 7.3). */
export function stateOf(run: Run, key: Key): KeyState {
  return { running: key.stages.length > 0, due: dueOf(key) ?? null, why: why(run, key) };
}

export function stateOfAll(run: Run): State {
  return Object.fromEntries([...run.keys.values()].map((key) => [key.name, stateOf(run, key)]));
}

function why(run: Run, key: Key): string {
  if (run.draining) return 'draining';
  if (dueOf(key) === undefined) return key.stages.length > 0 ? 'running' : 'unscheduled';
  if ((!key.tick && key.counted.length === 0) || isTooSoon(run, key)) return 'waiting';
  if (waitsForItself(key)) return 'running';
  if (run.pauses.includes(true)) return 'paused';
  const place = startingLine(run).findIndex((tick) => tick.key === key) + 1 - freeSlots(run);
  return place > 0 ? `concurrent ${place}` : 'ready';
}
