import { consume, tell } from './schedule.js';
import { cancelStages } from './stages.js';
import type { Key, Run } from './state.js';

/** Looks at new ticks in the order in which they came; if the key runs, its policy has its say (5.5). */
export function lookAtTicks(run: Run): void {
  const fresh = [...run.keys.values()].filter(({ tick }) => tick?.place === 'fresh');
  for (const key of fresh.sort((a, b) => a.tick!.order - b.tick!.order)) {
    const { overlap = 'latch' } = key.script;
    const busy = key.stages.length > 0 || key.counted.length > 0;
    if (busy && overlap === 'latch') {
      key.tick!.place = 'parked';
      tell(run, 'latched', key.name);
    } else if (busy && overlap === 'exhaust') {
      consume(key);
      tell(run, 'dropped', key.name);
    } else if (busy && overlap === 'concat') {
      key.counted.push({ ...key.tick!, due: key.due! });
      consume(key);
    } else {
      key.tick!.place = 'in line';
      if (overlap === 'switch') cancelStages(run, key);
    }
  }
}

/** What starts as soon as nothing pauses the run and there is a slot, in that order (2.4, 5.4). */
export function startingLine(run: Run): { key: Key; due: number; order: number }[] {
  const line = [...run.keys.values()].flatMap((key) => {
    const next = key.counted[0] ?? (key.tick && { ...key.tick, due: key.due! });
    return !next || waitsForItself(key) || key.delay ? [] : [{ ...next, key }];
  });
  const priority = ({ key }: { key: Key }) => key.script.priority ?? 0;
  return line.sort((a, b) => priority(b) - priority(a) || a.due - b.due || a.order - b.order);
}

/** Whether a ready key waits for the end of its own run. */
export function waitsForItself({ stages, script: { overlap } }: Key): boolean {
  return stages.length > 0 && overlap !== 'switch' && overlap !== 'merge';
}

/** How many more may start now (5.3). */
export function freeSlots(run: Run): number {
  const stages = [...run.keys.values()].flatMap((key) => key.stages).concat(run.orphans);
  // A key that starts over what was cancelled does not wait for it, so nobody else does.
  const held = stages.filter(
    ({ cancelled, key }) => !cancelled || !['switch', 'merge'].includes(key.script.overlap ?? ''),
  );
  return (run.world.program.concurrent ?? Infinity) - held.length;
}
