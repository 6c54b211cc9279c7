import { TimeoutError } from 'rxjs';
import { handle } from './handle.js';
import { labelOf, turnOf, type Recorder } from './recorder.js';
import type { ControlLoop, TaskLoop } from '../../../lib/index.js';
import type { TurnScript } from '../program.js';

type Name = 'next' | 'error' | 'complete';
type Loop = ControlLoop<string> & Partial<TaskLoop<string>>;

/** Handlers that play the scripts of what they get, but for those that lack. */
export function handlers(
  recorder: Recorder,
  labelled: (name: Name, loop: Loop) => string,
  scriptOf: (kind: 'complete' | 'timeout') => TurnScript,
  lacks: readonly Name[] = [],
): object {
  const play = (name: Name) => (value: unknown, loop: Loop) => {
    const script = value instanceof TimeoutError ? scriptOf('timeout') : turnOf(value);
    return handle({ recorder, label: labelled(name, loop), value: labelOf(value), script, loop });
  };
  const complete = (loop: Loop) =>
    handle({ recorder, label: labelled('complete', loop), script: scriptOf('complete'), loop });
  const all = Object.entries({ next: play('next'), error: play('error'), complete });
  return Object.fromEntries(all.filter(([name]) => !lacks.includes(name as Name)));
}
