import { UnknownKeyError, type ControlLoop } from '../../lib/index.js';
import type { Call } from './recording.js';

/** A key's state as a trace tells it. */
export function stateOf(key: string, loop: ControlLoop<string>) {
  return { running: loop.isRunning(key), next: loop.dueTime(key)?.getTime() ?? null };
}

/** Makes a call of the original, and returns what its event in the trace holds. */
export function make(call: Call, loop: ControlLoop<string>, keys: readonly string[]): object {
  const { key, op, ticks } = call;
  if (keys.includes(key)) {
    const before = stateOf(key, loop);
    const result = perform(call, loop);
    return { key, op, ticks, before, result, after: stateOf(key, loop) };
  }
  try {
    perform(call, loop);
    return { key, op, ticks };
  } catch (error) {
    if (!(error instanceof UnknownKeyError)) {
      throw error;
    }
    return { key, op, ticks, panic: error.message };
  }
}

function perform({ op, key, ticks }: Call, loop: ControlLoop<string>): unknown {
  const due = ticks ?? 0;
  switch (op) {
    case 'schedule':
      return due < 0 ? loop.unschedule(key) : loop.schedule(key, due);
    case 'scheduleAt':
      return ticks === undefined ? loop.unschedule(key) : loop.schedule(key, new Date(loop.now() + due));
    case 'scheduleSooner':
      return loop.scheduleSooner(key, due);
    case 'scheduleAtSooner':
      return loop.scheduleSooner(key, new Date(loop.now() + due));
    case 'stopTimer':
      return loop.stopTimer(key);
    case 'running':
      return loop.isRunning(key);
    case 'next':
      return loop.dueTime(key)?.getTime();
  }
}
