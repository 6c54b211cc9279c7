import { freeSlots, startingLine, waitsForItself } from './ticks.js';
import type { KeyState, State } from '../fact.js';
import type { Key, Run } from './state.js';

/** What a loop tells about a key (1.7, 1.8, 7.3). */
export function stateOf(run: Run, key: Key): KeyState {
  return { running: key.stages.length > 0, due: key.due ?? null, why: why(run, key) };
}

export function stateOfAll(run: Run): State {
  return Object.fromEntries([...run.keys.values()].map((key) => [key.name, stateOf(run, key)]));
}

function why(run: Run, key: Key): string {
  const { counted, delay, due, tick } = key;
  const since = counted[0]?.due ?? due;
  if (run.draining) return 'draining';
  if (since === undefined) return 'unscheduled';
  // What it waits for is its tick, or the first of those that are counted.
  const told = since === due ? '' : ` ${since}`;
  if (counted.length === 0 ? !tick : delay) return `waiting${told}`;
  if (waitsForItself(key)) return `running${told}`;
  if (run.pauses.includes(true)) return `paused${told}`;
  const place = startingLine(run).findIndex((tick) => tick.key === key) + 1 - freeSlots(run);
  return (place > 0 ? `concurrent ${place}` : 'ready') + told;
}
