import { stateOf, type Recorder } from './recorder.js';
import { addedScript } from '../scripts.js';
import { scriptedTask } from './task.js';
import type { ControlLoop } from '../../../lib/index.js';
import type { Scene } from './handle.js';
import type { Call, DueScript } from '../program.js';

/** Makes a call of a handler, and puts down what it returns or throws, and the key's state before and after. */
export function perform({ recorder, loop, stop }: Scene, call: Call): void {
  const { op, key = '' } = call;
  if (op === 'push') return recorder.push(key);
  if (op === 'unsubscribe') return stop?.();
  if (op === 'stale' && !recorder.previous) return;
  const before = stateOf(loop, key);
  let answer: { result?: unknown; thrown?: string } = {};
  try {
    const result = resultOf(recorder, op === 'stale' ? recorder.previous! : loop, call);
    if (result !== undefined) answer = { result };
  } catch (error) {
    answer = { thrown: (error as Error).constructor.name };
  }
  const after = stateOf(loop, key);
  recorder.note({ ev: 'call', op, key, ...(before && { before }), ...(after && { after }), ...answer });
}

function resultOf(recorder: Recorder, loop: ControlLoop<string>, { op, key = '', due }: Call): unknown {
  const { agenda, program } = recorder;
  switch (op) {
    case 'schedule':
      return loop.schedule(key, dueOf(due, agenda.now) as number);
    case 'scheduleSooner':
      return loop.scheduleSooner(key, dueOf(due, agenda.now) as number);
    case 'hold':
      return loop.hold(key, dueOf(due, agenda.now) as number);
    case 'dueTime':
      return loop.dueTime(key)?.getTime() ?? null;
    case 'explain':
      return loop.explain(key).reason;
    case 'add':
      return loop.add(key, scriptedTask(recorder, key, addedScript(program, key)));
    case 'keys':
      return loop.keys();
    case 'drain':
      return loop.drain();
    case 'stale':
      return loop.schedule(key, 0);
    case 'unschedule':
    case 'stopTimer':
    case 'isRunning':
    case 'cancel':
    case 'release':
    case 'remove':
    case 'has':
      return loop[op](key);
  }
}

/** A script's due as the library takes it. */
export function dueOf(due: DueScript | null | undefined, now: number): number | Date | null | undefined {
  return typeof due === 'object' && due !== null ? new Date(now + due.date) : due;
}
