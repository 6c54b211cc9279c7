import { groupsOf, stageOf } from './scripts.js';
import { becomeReady, consume, setSchedule, tell } from './schedule.js';
import { dueAt } from './due.js';
import { enqueue, drop } from './lanes.js';
import { count, note, type Key, type Run, type Stage } from './state.js';

interface Tick {
  key: Key;
  due: number;
  ready: number;
}

/** Between two turns: every ready key that may start does, in order (2.1, 2.4). */
export function startWhatMay(run: Run): void {
  while (run.phase === 'going' && !run.pauses.includes(true) && !run.draining) {
    const tick = ticks(run).find((tick) => mayStart(run, tick));
    if (!tick) return;
    start(run, tick);
  }
}

/** All ticks that have not had their effect, in the order in which they start. */
export function ticks(run: Run): Tick[] {
  const all = [...run.keys.values()].flatMap((key): Tick[] => [
    ...key.counted.map((tick) => ({ key, ...tick })),
    ...(key.ready === undefined ? [] : [{ key, due: key.due!, ready: key.ready }]),
  ]);
  const priority = ({ key }: Tick) => key.script.priority ?? 0;
  return all.sort((a, b) => priority(b) - priority(a) || a.due - b.due || a.ready - b.ready);
}

/** Whether the tick starts its key now; if the key runs, its policy has its say (5.5). */
function mayStart(run: Run, { key, ready }: Tick): boolean {
  const counted = key.counted.some((tick) => tick.ready === ready);
  if (key.stages.length > 0) {
    switch (key.script.overlap) {
      case undefined:
      case 'latch':
        if (!key.parked) tell(run, 'latched', key.name);
        key.parked = true;
        return false;
      case 'exhaust':
        tell(run, 'dropped', key.name);
        consume(key);
        return false;
      case 'concat':
        if (!counted) {
          key.counted.push({ due: key.due!, ready });
          consume(key);
        }
        return false;
    }
  }
  const own = key.script.overlap === 'switch' && key.stages.some(holdsSlot) ? 1 : 0;
  return freeSlots(run) + own > 0;
}

/** How many first stages may start besides those that are not over (5.3). */
export function freeSlots(run: Run): number {
  const stages = [...run.keys.values()].flatMap((key) => key.stages).concat(run.orphans);
  return (run.world.program.concurrent ?? Infinity) - stages.filter(holdsSlot).length;
}

function holdsSlot({ over, cancelled, key: { script } }: Stage): boolean {
  return !over && !(cancelled && (script.overlap === 'switch' || script.overlap === 'merge'));
}

function start(run: Run, { key, ready }: Tick): void {
  const { world } = run;
  if (key.script.overlap === 'switch') cancelStages(run, key);
  if (key.ready === ready) consume(key);
  else key.counted.shift();
  key.lastStart = world.agenda.now;
  const n = count(world, key.name);
  const { notices, as } = stageOf(key.script, n);
  const stage: Stage = {
    key,
    number: ++run.stages,
    label: `${key.name}#${n}`,
    began: run.moment++,
    promise: as === 'promise',
    entries: [],
    over: false,
    cancelled: false,
  };
  key.stages.push(stage);
  tell(run, 'start', stage.label);
  note(world, { ev: 'start', key: key.name, n });
  for (const group of groupsOf(notices, 0)) {
    const arrive = () => group.notices.forEach((_, i) => notify(run, stage, notices, group.first + i));
    if (group.at === 0 && !stage.promise) arrive();
    else stage.entries.push(world.agenda.add(group.at, arrive));
  }
}

/** The first stage yields a value, fails or completes: that joins the turns of its key. */
function notify(run: Run, stage: Stage, notices: Parameters<typeof groupsOf>[0], index: number): void {
  const { turn = {}, kind = 'next' } = notices[index]!;
  const { key, promise } = stage;
  if (kind !== 'next' || promise) stage.over = true;
  if (promise && run.phase === 'over')
    return (void run.world.leftovers.delete(stage), run.world.active?.go());
  if (!stage.cancelled) {
    const value = `${stage.label}.${index}`;
    if (kind === 'next') {
      tell(run, 'value', stage.label);
      if (key.script.lacks?.includes('next')) key.failures = 0;
      else enqueue(run, { handler: 'next', label: `${key.name}.next`, value, script: turn, stage });
    }
    if (kind === 'error')
      enqueue(run, { handler: 'error', label: `${key.name}.error`, value, script: turn, stage });
    if ((kind === 'complete' || (promise && kind === 'next')) && !key.script.lacks?.includes('complete')) {
      enqueue(run, { handler: 'complete', label: `${key.name}.complete`, script: {}, stage });
    }
  }
  settle(run, stage);
  run.go();
}

/** Unsubscribes the first stages of `key` and drops their turns; a Promise goes on, unheard (5.1). */
export function cancelStages(run: Run, key: Key): void {
  for (const stage of [...key.stages]) {
    if (stage.cancelled) continue;
    stage.cancelled = true;
    tell(run, 'cancel', stage.label);
    if (!stage.over) abort(run, stage);
    drop(run, stage);
    settle(run, stage);
  }
}

/** Unsubscribes a first stage; a Promise does not mind. */
export function abort(run: Run, stage: Stage): void {
  if (!run.world.aborted.includes(stage.label)) run.world.aborted.push(stage.label);
  if (stage.promise) return;
  stage.over = true;
  stage.entries.forEach((entry) => run.world.agenda.remove(entry));
  note(run.world, { ev: 'stopped', of: stage.label });
}

/** The run of the key is over once its first stage is and its last turn has ended (1.8). */
export function settle(run: Run, stage: Stage): void {
  const { key } = stage;
  if (!key.stages.includes(stage) && !run.orphans.includes(stage)) return;
  const pending = key.events.some((event) => event.stage === stage) || run.turn?.event.stage === stage;
  if (!stage.over || pending) return;
  key.stages = key.stages.filter((other) => other !== stage);
  if (run.orphans.includes(stage)) return void run.orphans.splice(run.orphans.indexOf(stage), 1);
  tell(run, 'stop', stage.label);
  const { repeatDue = null } = key.script;
  if (repeatDue !== null && !stage.cancelled && !run.draining && key.touched < stage.began) {
    setSchedule(run, key, dueAt(run, repeatDue), true);
  }
  if (key.parked && key.stages.length === 0) becomeReady(run, key);
}
