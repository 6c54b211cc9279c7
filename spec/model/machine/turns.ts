import { stateOfAll } from './explain.js';
import { call } from './calls.js';
import { settle } from './stages.js';
import { stepsOf, type Step } from '../scripts.js';
import type { TurnScript } from '../program.js';
import { count, note, tell, type Event, type Run, type Turn } from './state.js';

/** Begins the turn of an event: its handler is called (3). */
export function take(run: Run, queued: Event): void {
  const { handler, stage, label, value } = queued;
  const script = scriptOf(run, queued);
  const event = { ...queued, script };
  tell(run, 'turn-start', toldOf(event));
  if (handler === 'error' && isUnhandled(run, event)) return run.end('error', value);
  const turn: Turn = { event, run, entries: [], live: true, returned: false };
  run.turn = turn;
  if (stage && handler !== 'complete') stage.key.failures = handler === 'error' ? stage.key.failures + 1 : 0;
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
  if (over) run.world.leftovers.set(turn, stage?.key.name);
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
  if (event.script.fails !== undefined) return run.end('error', event.script.fails);
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

/** A task's completions carry no value that could say what is to be done: they play a script of their own. */
function scriptOf({ world }: Run, { handler, stage, label, script }: Event): TurnScript {
  if (!stage || handler !== 'complete') return script;
  return stage.key.script.completes?.[count(world, label)] ?? {};
}
