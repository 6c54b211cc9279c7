import type { Call as RecordedCall, FirstStage, Handling, Recording } from '../../conformance/recording.js';
import type { Call, Notice, Program, StageScript, TurnScript } from '../program.js';

/** The program that says the same as a recorded scenario of the original. */
export function programOf({
  scenario: { tasks, hooks = {}, runHooks = [], runs },
  trace,
}: Recording): Program {
  return {
    tasks: mapValues(tasks, (stages) => ({ stages: stages.map(stageOf), lacks: ['error', 'complete'] })),
    hooks: {
      ...mapValues(hooks, (events) => ({
        hot: true,
        events: events.map((event) => ({ at: event.atTick ?? 0, turn: turnOf(event) })),
      })),
      // The original's run never ends by itself, so neither may this one.
      endless: { events: [] },
    },
    onRun: runHooks.map((turns) => turns.map(turnOf)),
    runs: runs.map(({ startAtTick: at = 0, cancelAtTick: until }) =>
      until === undefined ? { at } : { at, until },
    ),
    monitor: true,
    end: trace.at(-1)!.t,
  };
}

function stageOf({ firstStageTicks: at = 0, honourCancel, outcome, ...turn }: FirstStage): StageScript {
  const complete: Notice = { at, kind: 'complete' };
  if (outcome === 'nohook')
    return honourCancel ? { notices: [complete] } : { as: 'promise', notices: [complete] };
  const { hookTicks, hookCalls: calls, hookError: error } = turn;
  const notice: Notice =
    outcome === 'hook' ? { at, turn: turnOf({ hookTicks, calls, error }) } : { at, kind: 'error' };
  if (!honourCancel) return { as: 'promise', notices: [notice] };
  return { notices: outcome === 'hook' ? [notice, complete] : [notice] };
}

function turnOf({ hookTicks: length = 0, calls = [], error }: Handling): TurnScript {
  return { length, calls: calls.map(callOf), ...(error && { fails: error }) };
}

/** The call this library has for one of the original's. */
export function callOf({ op, key, ticks, at = 0 }: RecordedCall): Call {
  const due = ticks ?? 0;
  switch (op) {
    case 'schedule':
      return due < 0 ? { at, op: 'unschedule', key } : { at, op, key, due };
    case 'scheduleAt':
      return ticks === undefined
        ? { at, op: 'unschedule', key }
        : { at, op: 'schedule', key, due: { date: due } };
    case 'scheduleSooner':
      return { at, op, key, due };
    case 'scheduleAtSooner':
      return { at, op: 'scheduleSooner', key, due: { date: due } };
    case 'stopTimer':
      return { at, op, key };
    case 'running':
      return { at, op: 'isRunning', key };
    case 'next':
      return { at, op: 'dueTime', key };
  }
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, project: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, project(value)]));
}
