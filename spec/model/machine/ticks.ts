import { countTick, dropTick, dueOf, settleCalls } from './schedule.js';
import { cancelStages, start } from './stages.js';
import { tell, type Key, type Run } from './state.js';

/** Between two turns: every key that is ready as the last one ended, and may start, does, in order (2.1). */
export function startWhatMay(run: Run): void {
  for (;;) {
    const first = startingLine(run).find(({ key }) => key.counted.length > 0 || key.tick!.place !== 'fresh');
    if (!first || run.phase !== 'going' || run.pauses.includes(true) || freeSlots(run) <= 0) return;
    start(run, first.key);
  }
}

/** Whether something has become ready since, and might start. */
export function mayStart({ keys, pauses }: Run): boolean {
  return !pauses.includes(true) && [...keys.values()].some(({ tick }) => tick?.place === 'fresh');
}

/** Looks at new ticks in the order in which they came: those of `concat` are counted; else the policy has its say if the key runs (5.5). */
export function lookAtTicks(run: Run): void {
  const fresh = [...run.keys.values()].filter(({ tick }) => tick?.place === 'fresh');
  for (const key of fresh.sort((a, b) => a.tick!.order - b.tick!.order)) {
    const { overlap = 'latch' } = key.script;
    const busy = key.stages.length > 0;
    const onlyCancelled = key.stages.every(({ cancelled }) => cancelled);
    if (overlap === 'concat') countTick(run, key);
    else if (busy && overlap === 'exhaust' && !onlyCancelled) {
      dropTick(key);
      tell(run, 'dropped', key.name);
    } else if (busy && (overlap === 'latch' || overlap === 'exhaust')) {
      key.tick!.place = 'parked';
      settleCalls(key);
      tell(run, 'latched', key.name);
    } else {
      // While nothing may start, nothing is cancelled for it either (5.8).
      if (busy && overlap === 'switch' && run.pauses.includes(true)) continue;
      if (overlap === 'switch') cancelStages(run, key);
      key.tick!.place = 'in line';
    }
  }
}

/** What starts as soon as nothing pauses the run and there is a slot, in that order (2.4, 5.4). */
export function startingLine(run: Run): { key: Key; due: number; order: number }[] {
  const line = [...run.keys.values()].flatMap((key) => {
    const next = key.counted[0] ?? key.tick;
    const waits = waitsForItself(key) || isTooSoon(run, key);
    return !next || waits ? [] : [{ key, due: dueOf(key)!, order: next.order }];
  });
  const priority = ({ key }: { key: Key }) => key.script.priority ?? 0;
  return line.sort((a, b) => priority(b) - priority(a) || a.due - b.due || a.order - b.order);
}

/** Whether a ready key waits for the end of its own run. */
export function waitsForItself(key: Key): boolean {
  return key.stages.length > 0 && !startsOver(key);
}

/** Whether a key waits for its due, or for `minInterval` or a hold to be over (5.11, 5.14). */
export function isTooSoon({ world }: Run, key: Key): boolean {
  return key.delay !== undefined || key.held || (dueOf(key) ?? Infinity) > world.agenda.now;
}

/** How many first stages may start now (5.3). What is cancelled holds no slot once its key may start over it. */
export function freeSlots(run: Run): number {
  const stages = [...run.keys.values()].flatMap((key) => key.stages).concat(run.orphans);
  const held = stages.filter((stage) => !stage.over && !(stage.cancelled && startsOver(stage.key)));
  return (run.world.program.concurrent ?? Infinity) - held.length;
}

/** How many there will be once new ticks are looked at: those of `switch` cancel what runs (5.5). */
export function freeSlotsSoon(run: Run): number {
  const replaced = [...run.keys.values()].filter(
    ({ script, tick }) => script.overlap === 'switch' && tick?.place === 'fresh',
  );
  const stages = replaced.flatMap((key) => key.stages).filter(({ over, cancelled }) => !over && !cancelled);
  return freeSlots(run) + stages.length;
}

function startsOver({ script: { overlap } }: Key): boolean {
  return overlap === 'switch' || overlap === 'merge';
}
