import { Subject, map, takeUntil, type Observable } from 'rxjs';
import { smartPoll, type Hook } from '../../../lib/index.js';
import { handle } from './handle.js';
import { handlers } from './handlers.js';
import { timerRank } from '../agenda.js';
import { Recorder, labelOf, type Scripted } from './recorder.js';
import { schedulerOn } from './scheduler.js';
import { factOf } from './told.js';
import { scriptedTask } from './task.js';
import type { Fact } from '../fact.js';
import type { HookScript, Program, RunScript } from '../program.js';

/** What is seen of a program as the library carries it out, in virtual time. */
export function drive(program: Program): readonly Fact[] {
  const recorder = new Recorder(program);
  const { agenda } = recorder;
  const poll$ = poll(recorder);
  program.runs.forEach((run, index) => play(recorder, poll$, run, index));
  agenda.run(program.end);
  recorder.stop?.();
  const aborted = recorder.signals.filter(([, signal]) => signal.aborted).map(([label]) => label);
  recorder.note({
    ev: 'left',
    aborted: aborted.sort(),
    sources: recorder.open,
    timers: agenda.pending(timerRank(program)),
  });
  return recorder.facts;
}

function poll(recorder: Recorder): Observable<string> {
  const { tasks, hooks = {}, onRun = [], pause, drain, concurrent, turnTimeout } = recorder.program;
  return smartPoll<string, string>({
    entries: Object.entries(tasks).map(
      ([key, script]) => [key, scriptedTask(recorder, key, script)] as const,
    ),
    hooks: Object.fromEntries(
      Object.entries(hooks).map(([name, script]) => [name, scriptedHook(recorder, name, script)]),
    ),
    onRun: onRun.map((turns, i) => (loop) => {
      const label = `onRun ${i}`;
      return handle({ recorder, label, script: turns[recorder.count(label)] ?? {}, loop });
    }),
    ...(pause && {
      pause: pause.map((notices, i) =>
        recorder.source(`pause ${i}`, notices).pipe(map(({ notice }) => notice.value === true)),
      ),
    }),
    ...(drain && { drain: recorder.source('drain', drain) }),
    ...(concurrent !== undefined && { concurrent }),
    ...(turnTimeout !== undefined && { turnTimeout }),
    ...(recorder.program.monitor && {
      monitor: { next: (event) => recorder.note(factOf(event, recorder.agenda.now)) },
    }),
    scheduler: schedulerOn(recorder.agenda, timerRank(recorder.program)),
  });
}

function scriptedHook(recorder: Recorder, name: string, script: HookScript): Hook<string, Scripted, string> {
  const { events, hot, lacks, buffer } = script;
  const completion = events.find(({ kind }) => kind === 'complete')?.turn ?? {};
  return {
    source: recorder.source(name, events, hot),
    ...handlers(
      recorder,
      (handler) => `${name}:${handler}`,
      (kind) => (kind === 'complete' ? completion : {}),
      lacks,
    ),
    ...(buffer && { buffer }),
  };
}

/** Subscribes and unsubscribes when the script of the run says so. */
function play(
  recorder: Recorder,
  poll$: Observable<string>,
  { at, until, again = 0 }: RunScript,
  run: number,
): void {
  let stop = () => {};
  const subscribe = () => {
    const stop$ = new Subject<void>();
    const active = recorder.stop;
    let over = false;
    const end = (how: 'complete' | 'unsubscribe' | 'error', error?: string) => {
      over = true;
      recorder.stop = active;
      recorder.note({ ev: 'end', run, how, ...(error !== undefined && { error }) });
      if (how !== 'unsubscribe' && again-- > 0) subscribe();
    };
    stop = recorder.stop = () => {
      if (over) return;
      over = true;
      stop$.next();
      end('unsubscribe');
    };
    recorder.note({ ev: 'run', run });
    poll$.pipe(takeUntil(stop$)).subscribe({
      next: (value) => recorder.note({ ev: 'output', value }),
      error: (error: unknown) => end('error', labelOf(error)),
      complete: () => over || end('complete'),
    });
  };
  recorder.agenda.add(at, subscribe);
  if (until !== undefined) recorder.agenda.add(until, () => stop());
}
