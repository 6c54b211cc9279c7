import { configure } from './keys.js';
import { nextEvent } from './lanes.js';
import { isHeldForEver, isScheduled, keepHold } from './schedule.js';
import { subscribeSources, unsubscribeSource } from './sources.js';
import { abort } from './stages.js';
import { lookAtTicks, mayStart, startWhatMay } from './ticks.js';
import { note, tell, type Run, type World } from './state.js';
import { clearTimer, setTimer } from './timers.js';
import { leaveBehind, take } from './turns.js';

/** A subscription: the sources, what is due at the start, then the first turns (4.1). */
export function beginRun(world: World, begun: (run: Run) => void, ended: Run['end']): void {
  if (world.active) return ended('error', 'AlreadyRunningError');
  const run: Run = {
    world,
    keys: new Map(),
    hooks: new Map(),
    first: (world.program.onRun ?? []).map((_, index) => index),
    lanes: { line: [], served: undefined },
    tasks: { line: [], served: undefined },
    pauses: [],
    orphans: [],
    sources: new Map(),
    timers: new Set(),
    turn: undefined,
    phase: 'starting',
    draining: false,
    waited: false,
    busy: false,
    moment: 0,
    started: 0,
    go: () => go(run),
    end: (how, error) => {
      if (run.phase === 'over') return;
      tell(run, how, error);
      run.phase = 'over';
      tearDown(run);
      world.active = undefined;
      ended(how, error);
    },
  };
  world.active = run;
  begun(run);
  tell(run, 'run', Object.keys(world.program.tasks).sort().join(' '));
  subscribeSources(run);
  if (isOver(run)) return;
  configure(run);
  awaitLeftovers(run);
  run.phase = 'waiting';
  run.go();
}

/** What is left of earlier runs is waited for, and no longer than its `timeout` (4.4, 5.12). */
function awaitLeftovers(run: Run): void {
  const { leftovers, agenda } = run.world;
  for (const [left, { until }] of leftovers) if (until <= agenda.now) leftovers.delete(left);
  const keys = [...leftovers.values()].flatMap(({ key }) => key ?? []);
  run.waited = leftovers.size > 0;
  if (run.waited) tell(run, 'leftovers', [...new Set(keys)].sort().join(' '));
  for (const [left, { until }] of leftovers)
    if (until < Infinity) setTimer(run, until, () => leftovers.delete(left));
}

/** A source may have ended it already. */
function isOver({ phase }: Run): boolean {
  return phase === 'over';
}

/** The loop, which nobody enters twice: starts what may start, then takes the next turn (2.1, 3.1). */
function go(run: Run): void {
  if (run.phase === 'waiting' && run.world.leftovers.size === 0) {
    run.phase = 'going';
    if (run.waited) tell(run, 'settled');
  }
  if (run.busy) return;
  run.busy = true;
  while (run.phase === 'going' && !run.turn) {
    lookAtTicks(run);
    if (run.first.length === 0) startWhatMay(run);
    const event = nextEvent(run);
    if (event) take(run, event);
    else if (mayStart(run)) continue;
    else if (run.first.length === 0 && isDone(run)) run.end('complete');
    else break;
  }
  run.busy = false;
}

/** Whether nothing can happen any more (4.6). */
function isDone({ phase, keys, orphans, hooks }: Run): boolean {
  const idle = [...keys.values()].every(
    (key) => (!isScheduled(key) || isHeldForEver(key)) && key.stages.length === 0,
  );
  return phase === 'going' && idle && orphans.length === 0 && [...hooks.values()].every(({ done }) => done);
}

/** Everything is stopped at once; a Promise is left over (4.3, 4.4). */
function tearDown(run: Run): void {
  const { world, turn } = run;
  if (turn) world.aborted.push(turn.event.label);
  if (turn?.returned) {
    turn.live = false;
    if (turn.event.script.as === 'promise') leaveBehind(turn);
    else {
      turn.entries.forEach((entry) => world.agenda.remove(entry));
      note(world, { ev: 'stopped', of: turn.event.label });
    }
  }
  for (const timer of [...run.timers]) clearTimer(run, timer);
  for (const stage of [...run.keys.values()].flatMap(({ stages }) => stages).concat(run.orphans)) {
    if (stage.over) continue;
    abort(run, stage);
    if (stage.promise) world.leftovers.set(stage, { key: stage.key.name, until: stage.deadline });
  }
  for (const label of [...run.sources.keys()]) unsubscribeSource(run, label);
  for (const key of run.keys.values()) keepHold(run, key);
}
