import { setImmediate } from 'node:timers/promises';
import {
  NEVER,
  Subject,
  VirtualTimeScheduler,
  finalize,
  firstValueFrom,
  ignoreElements,
  map,
  timer,
} from 'rxjs';
import { AlreadyRunningError, smartPoll, type ControlLoop, type Hook, type Task } from '../../lib/index.js';
import { make, stateOf } from './call.js';
import type { FirstStage, Handling, Scenario, TraceEvent } from './recording.js';

/** After so many events, or rounds of one, a scenario is taken for endless, and is broken off. */
const ENDLESS = 10_000;

/** Plays `scenario` against `smartPoll()` in virtual time, and resolves with what happened. */
export async function replay(scenario: Scenario): Promise<TraceEvent[]> {
  const clock = new VirtualTimeScheduler(undefined, 0);
  const trace: TraceEvent[] = [];
  const keys = Object.keys(scenario.tasks);

  /** Keys whose first stage is at work, and those of them whose run is over. */
  const working = new Set<string>();
  const left = new Set<string>();

  const log = (ev: string, fields: object): void => {
    trace.push({ t: clock.now(), ev, ...fields });
    if (trace.length === ENDLESS) {
      throw new Error(`endless: ${ENDLESS} events by tick ${clock.now()}`);
    }
  };
  const stateOfAll = (loop: ControlLoop<string>) => mapValues(scenario.tasks, (key) => stateOf(key, loop));

  /** One turn: synchronous if it has no length, as the original's is. */
  const handle = (of: string, { hookTicks = 0, calls = [], error }: Handling, loop: ControlLoop<string>) => {
    const entered = clock.now();
    const length = Math.max(hookTicks, calls.at(-1)?.at ?? 0);
    const exit = (): void => {
      log('exit', { of });
      if (error) {
        throw new Error(error);
      }
    };
    const steps = [
      ...calls.map((call) => ({ at: call.at ?? 0, take: () => log('call', make(call, loop, keys)) })),
      { at: length, take: exit },
    ];
    if (length === 0) {
      return steps.forEach(({ take }) => take());
    }
    return (async () => {
      for (const { at, take } of steps) {
        const ahead = entered + at - clock.now();
        if (ahead > 0) {
          await firstValueFrom(timer(ahead, clock));
        }
        take();
      }
    })();
  };

  const taskOf = (key: string, stages: readonly FirstStage[]): Task<string, number, never> => {
    let starts = 0;
    return {
      project: () => {
        const n = starts++;
        const { firstStageTicks = 0, outcome, error, honourCancel } = entryOf(stages, n);
        log('start', { key, n });
        working.add(key);
        let settled = false;
        const settle = (): void => {
          settled = true;
          working.delete(key);
          left.delete(key);
        };
        // By itself: the work of a first stage that ignores its cancellation goes on.
        const work = clock.schedule(settle, firstStageTicks);
        const value$ = timer(firstStageTicks, clock).pipe(
          map(() => {
            if (outcome === 'error' || outcome === 'hook+error') {
              throw new Error(error);
            }
            return n;
          }),
        );
        const stage$ = outcome === 'nohook' ? value$.pipe(ignoreElements()) : value$;
        if (!honourCancel) {
          return outcome === 'nohook' ? stage$ : firstValueFrom(stage$);
        }
        return stage$.pipe(
          finalize(() => {
            if (!settled) {
              work.unsubscribe();
              settle();
              log('aborted', { key, n });
            }
          }),
        );
      },
      next: (n, loop) => {
        log('taskHook', { key, n, state: stateOfAll(loop) });
        const { hookTicks, hookCalls, hookError } = entryOf(stages, n);
        return handle(`task:${key}`, { hookTicks, calls: hookCalls, error: hookError }, loop);
      },
    };
  };

  const hookOf = (name: string, events: NonNullable<Scenario['hooks']>[string]): Hook<string, any, never> => {
    const source = new Subject<(typeof events)[number]>();
    events.forEach((event) => clock.schedule(() => source.next(event), event.atTick ?? 0));
    return {
      source,
      next: (event: (typeof events)[number], loop) => {
        log('event', { hook: name, value: event.value ?? 0, ok: true, state: stateOfAll(loop) });
        return handle(`event:${name}`, event, loop);
      },
    };
  };

  const onRunOf = (handlings: readonly Handling[], index: number) => {
    let calls = 0;
    return (loop: ControlLoop<string>) => {
      const n = calls++;
      log('runHook', { index, n, state: stateOfAll(loop) });
      return handle(`run:${index}`, handlings[n] ?? {}, loop);
    };
  };

  const poll$ = smartPoll({
    tasks: mapValues(scenario.tasks, taskOf),
    // The original's run never ends by itself, so neither may this one.
    hooks: { never: { source: NEVER }, ...mapValues(scenario.hooks ?? {}, hookOf) },
    onRun: (scenario.runHooks ?? []).map(onRunOf),
    scheduler: clock,
  });

  scenario.runs.forEach(({ startAtTick = 0, cancelAtTick }, run) => {
    clock.schedule(() => {
      log('run', { run, ...(left.size > 0 && { waitFor: [...left].sort() }) });
      const over = (fields: object): void => {
        log('return', { run, ...fields });
        working.forEach((key) => left.add(key));
      };
      const subscription = poll$.subscribe({
        error: (error: Error) =>
          error instanceof AlreadyRunningError
            ? log('return', { run, panic: error.message })
            : over({ err: error.message }),
        complete: () => over({}),
      });
      if (cancelAtTick !== undefined) {
        clock.schedule(() => {
          if (!subscription.closed) {
            subscription.unsubscribe();
            over({ err: 'canceled' });
          }
        }, cancelAtTick - startAtTick);
      }
    }, startAtTick);
  });

  // Promises settle in the tick that caused it: after it, every microtask has its turn, before the
  // next tick, or more of the same one.
  for (let round = 0; round < ENDLESS; round++) {
    const [action] = clock.actions;
    if (!action) {
      break;
    }
    clock.maxFrames = action.delay;
    clock.flush();
    await setImmediate();
  }
  return trace;
}

/** The last entry repeats. */
function entryOf(stages: readonly FirstStage[], n: number): FirstStage {
  return stages[Math.min(n, stages.length - 1)]!;
}

function mapValues<T, R>(values: { readonly [name: string]: T }, project: (name: string, value: T) => R) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, project(name, value)]));
}
