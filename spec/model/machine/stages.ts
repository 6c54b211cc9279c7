import { groupsOf, stageOf } from '../scripts.js';
import { consume, delayCounted, isCalledSince, unlatch } from './schedule.js';
import { drop, enqueue } from './lanes.js';
import { scheduleAgain } from './again.js';
import { clearTimer, setTimer } from './timers.js';
import type { Notice } from '../program.js';
import { count, note, tell, type Key, type Run, type Stage } from './state.js';

/** The first stage of a key begins. */
export function start(run: Run, key: Key): void {
  const { world } = run;
  if (key.counted.length > 0) key.counted.shift();
  else consume(key);
  const { minInterval, timeout = Infinity } = key.script;
  const { now } = world.agenda;
  key.lastStart = now;
  if (minInterval !== undefined) world.starts[key.name] = { at: now, until: now + minInterval };
  const n = count(world, key.name);
  const { notices, as } = stageOf(key.script.stages, n);
  const stage: Stage = {
    key,
    label: `${key.name}#${n}`,
    told: `${key.name} ${++run.started}`,
    began: run.moment++,
    promise: as === 'promise',
    observable: as === undefined,
    entries: [],
    deadline: now + timeout,
    timer: undefined,
    failed: undefined,
    retry: undefined,
    over: false,
    completes: false,
    cancelled: false,
  };
  key.stages.push(stage);
  tell(run, 'start', stage.told);
  note(world, { ev: 'start', key: key.name, n });
  for (const group of groupsOf(notices, 0)) {
    const arrive = () =>
      group.notices.forEach((notice, i) => notify(run, stage, notice, `${stage.label}.${group.first + i}`));
    if (group.at === 0 && !stage.promise) arrive();
    else stage.entries.push(world.agenda.add(group.at, arrive));
  }
  if (stage.over || timeout === Infinity) return;
  if (timeout === 0) expire(run, stage);
  else stage.timer = setTimer(run, stage.deadline, () => expire(run, stage));
}

/** The `timeout` is over: the first stage fails; one that was cancelled has ended, at last (5.12). */
function expire(run: Run, stage: Stage): void {
  if (!stage.cancelled) abort(run, stage);
  stage.entries.forEach((entry) => run.world.agenda.remove(entry));
  notify(run, stage, { at: 0, kind: 'error' }, 'TimeoutError');
}

/** The first stage yields a value, fails or completes: that joins the turns of its key. */
function notify(run: Run, stage: Stage, { kind: last, turn = {} }: Notice, value: string): void {
  const kind = last ?? 'next';
  const { key, promise } = stage;
  if (run.phase === 'over') {
    // Only a Promise gets here: it is left over, and nobody hears it (4.4).
    run.world.leftovers.delete(stage);
    return run.world.active?.go();
  }
  if (kind !== 'next' || promise) end(run, stage);
  if (!stage.cancelled) {
    if (kind === 'next') tell(run, 'value', stage.told);
    if (kind === 'error') {
      if (!run.world.aborted.includes(stage.label)) run.world.aborted.push(stage.label);
      tell(run, 'error', `${stage.told} ${value}`);
    }
    const lacks = key.script.lacks ?? [];
    const completes = (kind === 'complete' || (promise && kind === 'next')) && !lacks.includes('complete');
    stage.completes = completes;
    if (kind === 'next' && lacks.includes('next')) key.failures = 0;
    else if (kind !== 'complete') {
      enqueue(run, { handler: kind, label: `${key.name}.${kind}`, value, script: turn, stage });
      run.go();
    }
    if (completes && !stage.cancelled && run.phase === 'going') {
      enqueue(run, { handler: 'complete', label: `${key.name}.complete`, script: {}, stage });
    }
    stage.completes = false;
  }
  settle(run, stage);
  run.go();
}

/** The first stage has ended by itself; what it was subscribed to is released before anything else goes on (2.6). */
function end(run: Run, stage: Stage): void {
  clearTimer(run, stage.timer);
  if (!stage.over && stage.observable && run.world.program.releases) {
    note(run.world, { ev: 'released', of: stage.label });
  }
  over(run, stage);
}

/** The first stage has ended, which a run that goes on tells. */
function over(run: Run, stage: Stage): void {
  if (!stage.over && run.phase !== 'over') tell(run, 'stage-end', stage.told);
  stage.over = true;
}

/** Unsubscribes the first stages of `key` and drops their turns; a Promise goes on, unheard (5.1). */
export function cancelStages(run: Run, key: Key): void {
  for (const stage of [...key.stages]) {
    if (stage.cancelled) continue;
    stage.cancelled = true;
    stage.completes = false;
    tell(run, 'cancel', stage.told);
    if (!stage.over) abort(run, stage);
    drop(stage);
    settle(run, stage);
  }
}

/** Unsubscribes a first stage; a Promise does not mind. */
export function abort(run: Run, stage: Stage): void {
  if (!run.world.aborted.includes(stage.label)) run.world.aborted.push(stage.label);
  if (stage.promise) return;
  clearTimer(run, stage.timer);
  stage.entries.forEach((entry) => run.world.agenda.remove(entry));
  note(run.world, { ev: 'stopped', of: stage.label });
  over(run, stage);
}

/** The run of the key is over once its first stage is and its last turn has ended (1.8). */
export function settle(run: Run, stage: Stage): void {
  const { key } = stage;
  if (run.phase === 'over' || !(key.stages.includes(stage) || run.orphans.includes(stage))) return;
  const waits = key.events.some((event) => event.stage === stage);
  if (!stage.over || stage.completes || waits || run.turn?.event.stage === stage) return;
  tell(run, 'stop', stage.told);
  key.stages = key.stages.filter((other) => other !== stage);
  if (run.orphans.includes(stage)) return void run.orphans.splice(run.orphans.indexOf(stage), 1);
  if (!stage.cancelled && !run.draining && !isCalledSince(key, stage.began)) scheduleAgain(run, stage);
  if (key.stages.length > 0 || isOver(run)) return;
  if (key.tick?.place === 'parked') unlatch(run, key);
  if (key.counted.length > 0) delayCounted(run, key);
}

function isOver({ phase }: Run): boolean {
  return phase === 'over';
}
