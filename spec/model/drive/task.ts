import { handlers } from './handlers.js';
import { dueOf } from './perform.js';
import { Scripted, ScriptedError, labelOf, type Recorder } from './recorder.js';
import { stageOf } from '../scripts.js';
import { Thenable } from './thenable.js';
import type { Due, Task, TaskContext } from '../../../lib/index.js';
import type { DueScript, StageScript, TaskScript } from '../program.js';

/** A task that plays a script. */
export function scriptedTask(
  recorder: Recorder,
  key: string,
  script: TaskScript,
): Task<string, Scripted, string> {
  const { stages, lacks, completes = [], timeouts = [], startDue, repeatDue, retryDue, ...options } = script;
  const ends = { complete: completes, timeout: timeouts };
  return {
    project: (context) => project(recorder, stages, context),
    ...handlers(
      recorder,
      (handler, loop) => `${loop.key}.${handler}`,
      (kind) => ends[kind][recorder.count(`${key}.${kind}`)] ?? {},
      lacks,
    ),
    ...options,
    ...(startDue !== undefined && { startDue: asOption(startDue) }),
    ...(repeatDue !== undefined && { repeatDue: asOption(repeatDue) as number }),
    ...(retryDue !== undefined && { retryDue: asRetry(recorder, key, retryDue) }),
  };
}

function asRetry(recorder: Recorder, key: string, retryDue: NonNullable<TaskScript['retryDue']>) {
  if (typeof retryDue === 'number') return retryDue;
  return (failures: number, error: unknown): Due | null => {
    recorder.note({ ev: 'retry', key, failures, error: labelOf(error) });
    return dueOf(retryDue[Math.min(failures, retryDue.length) - 1], recorder.agenda.now) ?? null;
  };
}

/** A number as it is, anything else from a function, as the options want it. */
function asOption(due: DueScript | null): number | ((now: Date) => Due | null) {
  return typeof due === 'number' ? due : (now) => dueOf(due, now.getTime()) ?? null;
}

function project(recorder: Recorder, stages: readonly StageScript[], { key, signal }: TaskContext<string>) {
  const n = recorder.count(key);
  const label = `${key}#${n}`;
  const { as, notices } = stageOf(stages, n);
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
