import { freeSlots, ticks } from './stages.js';
import type { KeyState, State } from './fact.js';
import type { Key, Run } from './state.js';

/** What a loop tells about a key (1.7, 1.8, 7.3). */
export function stateOf(run: Run, key: Key): KeyState {
  return { running: key.stages.length > 0, due: key.due ?? null, why: why(run, key) };
}

export function stateOfAll(run: Run): State {
  return Object.fromEntries([...run.keys.values()].map((key) => [key.name, stateOf(run, key)]));
}

function why(run: Run, key: Key): string {
  if (run.draining) return 'draining';
  if (key.due === undefined) return 'unscheduled';
  if (key.ready === undefined) return 'waiting';
  if (waitsForItself(key)) return 'running';
  if (run.pauses.includes(true)) return 'paused';
  const line = ticks(run).filter((tick) => !waitsForItself(tick.key));
  const place = line.findIndex((tick) => tick.key === key) + 1 - freeSlots(run);
  return place > 0 ? `concurrent ${place}` : 'ready';
}

function waitsForItself({ stages, script }: Key): boolean {
  return stages.length > 0 && script.overlap !== 'switch' && script.overlap !== 'merge';
}
