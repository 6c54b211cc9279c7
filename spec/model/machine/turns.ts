import { stateOfAll } from './explain.js';
import { call } from './calls.js';
import { retryOf } from './again.js';
import { settle } from './stages.js';
import { clearTimer, setTimer } from './timers.js';
import { isObservable, stepsOf, type Step } from '../scripts.js';
import type { TurnScript } from '../program.js';
import { count, note, tell, type Event, type Run, type Turn } from './state.js';

/** Begins the turn of an event: its handler is called (3). */
export function take(run: Run, queued: Event): void {
  const { handler, stage, label, value } = queued;
  const script = scriptOf(run, queued);
  const event = { ...queued, script };
  tell(run, 'turn-start', toldOf(event));
  if (stage && handler !== 'complete') stage.key.failures = handler === 'error' ? stage.key.failures + 1 : 0;
  if (stage && handler === 'error') stage.failed = { error: value!, failures: stage.key.failures };
  if (handler === 'error' && isUnhandled(run, event)) return fail(run, event);
  const { turnTimeout = Infinity } = run.world.program;
  const deadline = run.world.agenda.now + turnTimeout;
  const turn: Turn = { event, run, entries: [], deadline, limit: undefined, live: true, returned: false };
  run.turn = turn;
  note(run.world, {
    ev: 'turn',
    of: label,
    ...(value !== undefined && { value }),
    ...(stage && { failures: stage.key.failures }),
    state: stateOfAll(run),
  });
  const [first, ...later] = stepsOf(script);
  perform(turn, first!);
  turn.returned = true;
  const over = run.phase === 'over';
  if (over && script.as !== 'promise') return;
  for (const step of later) turn.entries.push(run.world.agenda.add(step.at, () => perform(turn, step)));
  if (over) return leaveBehind(turn);
  if (deadline < Infinity && run.turn === turn)
    turn.limit = setTimer(run, deadline, () => {
      turn.timedOut = true;
      run.end('error', 'TurnTimeoutError');
    });
}

/** An error that no handler takes ends the run, unless its task is to try again (4.2, 5.13). */
function fail(run: Run, event: Event): void {
  const { stage, value } = event;
  if (!stage || !retryOf(run, stage)) return run.end('error', value);
  if (run.phase === 'over') return;
  tell(run, 'turn-end', toldOf(event));
  settle(run, stage);
}

/** The Promise of a turn goes on although the run is over (4.4), and is waited for until it has taken too long (3.9). */
export function leaveBehind(turn: Turn): void {
  if (turn.timedOut === true) return;
  const { run, event } = turn;
  run.world.leftovers.set(turn, { key: event.stage?.key.name, until: turn.deadline });
}

/** What the turn does in one instant; an `async` function goes on, whatever became of the run. */
function perform(turn: Turn, { calls, emits, last }: Step): void {
  const { run, event } = turn;
  for (const each of calls) call(turn, each);
  if (last) {
    run.world.previous = turn;
    note(run.world, { ev: 'exit', of: event.label });
  }
  if (run.phase !== 'over') {
    for (let i = 0; i < emits; i++) note(run.world, { ev: 'output', value: event.value ?? event.label });
    if (last) end(turn);
  } else if (last && run.world.leftovers.delete(turn)) run.world.active?.go();
}

function end(turn: Turn): void {
  const { run, event } = turn;
  turn.live = false;
  run.turn = undefined;
  clearTimer(run, turn.limit);
  if (event.script.fails !== undefined) {
    run.world.aborted.push(event.label);
    return run.end('error', event.script.fails);
  }
  if (run.world.program.releases && isObservable(event.script)) {
    note(run.world, { ev: 'released', of: event.label });
  }
  tell(run, 'turn-end', toldOf(event));
  if (event.stage) settle(run, event.stage);
  run.go();
}

/** What the monitor calls a turn: whose it is, and its handler. */
function toldOf({ stage, hook, handler }: Event): string {
  return [stage?.told ?? hook, handler].filter((part) => part !== undefined).join(' ');
}

function isUnhandled({ world: { program } }: Run, { stage, hook }: Event): boolean {
  const { lacks } = stage ? stage.key.script : program.hooks![hook!]!;
  return lacks?.includes('error') === true;
}

/** A task's completions and timeouts cannot say what is to be done: they play scripts of their own. */
function scriptOf({ world }: Run, { handler, stage, label, value, script }: Event): TurnScript {
  if (!stage) return script;
  const { completes, timeouts, lacks } = stage.key.script;
  if (handler === 'complete') return completes?.[count(world, label)] ?? {};
  if (value !== 'TimeoutError' || lacks?.includes('error')) return script;
  return timeouts?.[count(world, `${stage.key.name}.timeout`)] ?? {};
}
