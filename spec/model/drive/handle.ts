import { Observable } from 'rxjs';
import { perform } from './perform.js';
import { ScriptedError, stateOf, type Recorder } from './recorder.js';
import { stepsOf, type Step } from '../scripts.js';
import { Thenable } from './thenable.js';
import type { ControlLoop, TaskLoop } from '../../../lib/index.js';
import type { Entry } from '../agenda.js';
import type { KeyState } from '../fact.js';
import type { TurnScript } from '../program.js';

/** A turn: whose it is, what it is to do, and the loop to do it with. */
export interface Scene {
  recorder: Recorder;
  label: string;
  value?: string;
  script: TurnScript;
  loop: ControlLoop<string> & Partial<TaskLoop<string>>;
  /** Unsubscribes its run. */
  stop: (() => void) | undefined;
}

/** A handler: it does what its script says to do at once, and returns what will do the rest. */
export function handle(begun: Omit<Scene, 'stop'>): any {
  const { recorder, label, value, script, loop } = begun;
  const scene = { ...begun, stop: recorder.stop };
  recorder.signals.push([label, loop.signal]);
  const state = Object.fromEntries(loop.keys().map((key): [string, KeyState] => [key, stateOf(loop, key)!]));
  recorder.note({
    ev: 'turn',
    of: loop.now() === recorder.agenda.now ? label : `${label} at ${loop.now()}`,
    ...(value !== undefined && { value }),
    ...(loop.failures !== undefined && { failures: loop.failures }),
    state,
  });
  const [first, ...later] = stepsOf(script);
  act(scene, first!);
  if (script.as === 'promise') return promise(scene, later);
  if (later.length > 0 || script.as === 'observable') return observable(scene, first!, later);
  if (script.fails !== undefined) throw new ScriptedError(script.fails);
  return first!.emits > 0 ? Array.from({ length: first!.emits }, () => value ?? label) : undefined;
}

function act(scene: Scene, { calls, last }: Step): void {
  const { recorder, label, loop } = scene;
  for (const call of calls) perform(scene, call);
  if (!last) return;
  recorder.previous = loop;
  recorder.note({ ev: 'exit', of: label });
}

/** An `async` function: it goes on to its end, whatever becomes of the run. */
function promise(scene: Scene, steps: Step[]): PromiseLike<string | undefined> {
  const { recorder, label, value = label, script } = scene;
  const result = new Thenable<string | undefined>();
  for (const step of steps) {
    recorder.agenda.add(step.at, () => {
      act(scene, step);
      if (step.last && script.fails !== undefined) result.reject(new ScriptedError(script.fails));
      else if (step.last) result.resolve(step.emits > 0 ? value : undefined);
    });
  }
  return result;
}

function observable(scene: Scene, first: Step, later: Step[]): Observable<string> {
  const { recorder, label, value = label, script } = scene;
  return new Observable((subscriber) => {
    const entries: Entry[] = [];
    let over = false;
    subscriber.add(() => {
      entries.forEach((entry) => recorder.agenda.remove(entry));
      if (!over) recorder.note({ ev: 'stopped', of: label });
      else if (recorder.program.releases && script.fails === undefined) {
        recorder.note({ ev: 'released', of: label });
      }
    });
    const emit = ({ emits, last }: Step) => {
      for (let i = 0; i < emits; i++) subscriber.next(value);
      over ||= last && !subscriber.closed;
      if (last && script.fails !== undefined) subscriber.error(new ScriptedError(script.fails));
      else if (last) subscriber.complete();
    };
    emit(first);
    for (const step of later) {
      entries.push(
        recorder.agenda.add(step.at, () => {
          act(scene, step);
          emit(step);
        }),
      );
    }
  });
}
