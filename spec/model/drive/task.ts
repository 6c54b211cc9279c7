import { handle } from './handle.js';
import { dueOf } from './perform.js';
import { Scripted, ScriptedError, labelOf, turnOf, type Recorder } from './recorder.js';
import { stageOf } from '../scripts.js';
import { Thenable } from './thenable.js';
import type { Due, Task, TaskContext } from '../../../lib/index.js';
import type { DueScript, TaskScript } from '../program.js';

/** A task that plays a script. */
export function scriptedTask(
  recorder: Recorder,
  key: string,
  script: TaskScript,
): Task<string, Scripted, string> {
  const { lacks = [], completes = [], startDue, repeatDue, stages: _, ...options } = script;
  const task: Task<string, Scripted, string> = {
    project: (context) => project(recorder, script, context),
    next: (value, loop) =>
      handle({ recorder, label: `${loop.key}.next`, value: labelOf(value), script: turnOf(value), loop }),
    error: (error, loop) =>
      handle({ recorder, label: `${loop.key}.error`, value: labelOf(error), script: turnOf(error), loop }),
    complete: (loop) =>
      handle({
        recorder,
        label: `${loop.key}.complete`,
        script: completes[recorder.count(`${key}.complete`)] ?? {},
        loop,
      }),
    ...options,
    ...(startDue !== undefined && { startDue: asOption(startDue) }),
    ...(repeatDue !== undefined && { repeatDue: asOption(repeatDue) as number }),
  };
  for (const handler of lacks) delete task[handler];
  return task;
}

/** A number as it is, anything else from a function, as the options want it. */
function asOption(due: DueScript | null): number | ((now: Date) => Due | null) {
  return typeof due === 'number' ? due : (now) => dueOf(due, now.getTime()) ?? null;
}

function project(recorder: Recorder, script: TaskScript, { key, signal }: TaskContext<string>) {
  const n = recorder.count(key);
  const label = `${key}#${n}`;
  const { as, notices } = stageOf(script, n);
  recorder.note({ ev: 'start', key, n });
  recorder.signals.push([label, signal]);
  const [first] = notices;
  if (as === 'throw') throw new ScriptedError(`${label}.0`, first!);
  if (as === undefined) return recorder.source(label, notices);
  const result = new Thenable<Scripted>();
  recorder.agenda.add(first!.at, () => {
    if (first!.kind === 'error') result.reject(new ScriptedError(`${label}.0`, first!));
    else result.resolve(new Scripted(`${label}.0`, first!));
  });
  return result;
}
