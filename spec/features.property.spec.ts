import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Observable, Subject, VirtualTimeScheduler, type ObservableInput } from 'rxjs';
import { smartPoll, type ControlLoop, type LoopEvent, type Overlap, type Task } from '../lib/index.js';

/** What a turn does: calls as it is entered and, if it takes time, as it ends. */
interface Turn {
  duration: number;
  calls: { op: (typeof ops)[number]; key: string; due: number }[];
}
const ops = [
  'schedule',
  'scheduleDate',
  'scheduleSooner',
  'unschedule',
  'stopTimer',
  'cancel',
  'remove',
  'add',
  'drain',
] as const;

/** The n-th first stage of a key: values after these pauses, then, after another, its end; or a Promise. */
interface Stage {
  promise: boolean;
  values: number[];
  end: number;
  fails: boolean;
}
interface Spec {
  overlap: Overlap;
  priority: number;
  minInterval: number;
  startDue: number | null;
  repeatDue: number | undefined;
  stages: Stage[];
}
interface Program {
  tasks: Record<'a' | 'b' | 'c', Spec>;
  concurrent: number;
  /** The turns of tasks, in the order in which they come; past the end they do nothing. */
  turns: Turn[];
  hook: { at: number; turn: Turn }[];
  pause: { at: number; paused: boolean }[];
  drainAt: number | undefined;
  unsubscribeAt: number;
}

const overlaps: Overlap[] = ['latch', 'exhaust', 'concat', 'switch', 'merge'];
const keys = ['a', 'b', 'c'] as const;
const upTo = (max: number) => fc.integer({ min: 0, max });
const program: fc.Arbitrary<Program> = (() => {
  const turn = fc.record<Turn>({
    duration: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: upTo(4) }),
    calls: fc.array(
      fc.record({
        // Draining and removing end things: they are rarer.
        op: fc.constantFrom(...ops, ...ops, ...ops.filter((op) => op !== 'drain' && op !== 'remove')),
        key: fc.constantFrom<string>(...keys),
        due: upTo(5),
      }),
      { maxLength: 3 },
    ),
  });
  const stage = fc.record<Stage>({
    promise: fc.boolean(),
    values: fc.array(upTo(3), { maxLength: 3 }),
    end: upTo(6),
    fails: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.boolean()),
  });
  const spec = fc.record<Spec>({
    overlap: fc.constantFrom(...overlaps),
    priority: fc.constantFrom(0, 0, 1, -1),
    minInterval: fc.constantFrom(0, 0, 0, 3),
    startDue: fc.option(upTo(3)),
    repeatDue: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    stages: fc.array(stage, { minLength: 1, maxLength: 3 }),
  });
  return fc.record<Program>({
    tasks: fc.record({ a: spec, b: spec, c: spec }),
    concurrent: fc.constantFrom(1, 2, 3, Infinity),
    turns: fc.array(turn, { maxLength: 6 }),
    hook: fc.array(fc.record({ at: upTo(25), turn }), { maxLength: 6 }),
    pause: fc.array(fc.record({ at: upTo(25), paused: fc.boolean() }), { maxLength: 4 }),
    drainAt: fc.option(upTo(30), { nil: undefined, freq: 3 }),
    unsubscribeAt: fc.integer({ min: 10, max: 60 }),
  });
})();

/** A first stage that was started, as the program sees it. */
interface Started {
  key: string;
  overlap: Overlap;
  promise: boolean;
  signal: AbortSignal;
  settled: boolean;
  /** By a call, or by a start that replaces it. */
  cancelled: boolean;
}

interface Outcome {
  /** What broke a rule, by name. */
  problems: string[];
  /** Everything observable: starts, turns, outputs, the end. */
  trace: string[];
  events: LoopEvent[];
  ended: 'complete' | 'error' | 'unsubscribed' | undefined;
}

/** Runs a program in virtual time and checks the rules as it goes. */
const play = (program: Program, monitored: 'recorded' | 'throwing' | 'not' = 'recorded'): Outcome => {
  const scheduler = new VirtualTimeScheduler(undefined, Infinity);
  const outcome: Outcome = { problems: [], trace: [], events: [], ended: undefined };
  const { problems, trace, events } = outcome;
  const stages: Started[] = [];
  const lastStart = new Map<string, number>();
  const cursor = new Map<string, number>();
  const tally = new Map<string, number>();
  let turn: object | undefined;
  let turns = 0;
  let paused = false;
  let draining = false;

  const note = (what: string) => void trace.push(`${scheduler.now()} ${what}`);
  const rule = (holds: boolean, name: string) => {
    if (!holds) problems.push(`${scheduler.now()}: ${name}`);
  };
  // A first stage that failed has its signal aborted with that error (4.11).
  const isCancelled = ({ cancelled, signal }: Started) =>
    cancelled || (signal.aborted && (signal.reason as Error).name === 'AbortError');
  const isOut = (stage: Started) =>
    stage.settled ||
    (isCancelled(stage) && (!stage.promise || stage.overlap === 'switch' || stage.overlap === 'merge'));
  const cancelAll = (key: string) => {
    for (const stage of stages) if (stage.key === key) stage.cancelled = true;
  };

  const project = (key: string, spec: Spec, signal: AbortSignal): ObservableInput<number> => {
    const index = cursor.get(key) ?? 0;
    cursor.set(key, index + 1);
    const { promise, values, end, fails } = spec.stages[Math.min(index, spec.stages.length - 1)]!;
    note(`start ${key}`);

    rule(!outcome.ended, 'no first stage starts after the end');
    rule(!turn, 'no first stage starts in a turn');
    rule(!paused, 'no first stage starts while paused');
    rule(!draining, 'no first stage starts while draining');
    rule(
      scheduler.now() - (lastStart.get(key) ?? -Infinity) >= spec.minInterval,
      'starts keep their interval',
    );
    lastStart.set(key, scheduler.now());
    const others = stages.filter((stage) => stage.key === key);
    // A first stage that switch replaces is cancelled by this very start.
    if (spec.overlap === 'switch') cancelAll(key);
    else if (spec.overlap !== 'merge') {
      rule(
        others.every((stage) => stage.settled || (isCancelled(stage) && !stage.promise)),
        'no two first stages of a key where the policy forbids it',
      );
    }
    const stage: Started = { key, overlap: spec.overlap, promise, signal, settled: false, cancelled: false };
    stages.push(stage);
    rule(
      stages.filter((other) => !isOut(other)).length <= program.concurrent,
      'never more than `concurrent`',
    );

    const number = stages.length;
    const result = (settle: () => void, fail: (error: unknown) => void) => {
      stage.settled = true;
      if (fails) fail(new Error(`${key} ${number}`));
      else settle();
    };
    if (promise) {
      return {
        then: (resolve: (value: number) => void, reject: (error: unknown) => void) =>
          void scheduler.schedule(() => result(() => resolve(number), reject), end),
      } as unknown as PromiseLike<number>;
    }
    return new Observable<number>((subscriber) => {
      const ended = () => result(() => subscriber.complete(), subscriber.error.bind(subscriber));
      const pauses = [...values, end];
      const step = (n: number): void => {
        const last = n === pauses.length - 1;
        const act = () => (last ? ended() : (subscriber.next(number), step(n + 1)));
        const pause = pauses[n]!;
        if (pause > 0) subscriber.add(scheduler.schedule(act, pause));
        else if (!subscriber.closed) act();
      };
      step(0);
      return () => {
        const stopped = !stage.settled && !stage.cancelled && !outcome.ended;
        rule(!stopped || (spec.overlap === 'switch' && !paused), 'nothing stops a first stage without need');
        stage.settled = true;
      };
    });
  };

  const task = (key: string, spec: Spec): Task<string, number, string> => {
    const handler = (name: string, loop: ControlLoop<string>, number?: number) => {
      const stage = number === undefined ? undefined : stages[number - 1];
      rule(!stage || !isCancelled(stage), 'no turn of a cancelled first stage');
      return take(`${name} ${key} ${number ?? ''}`, program.turns[turns++], loop);
    };
    return {
      ...(spec.startDue === null ? {} : { startDue: spec.startDue }),
      ...(spec.repeatDue === undefined ? {} : { repeatDue: spec.repeatDue }),
      overlap: spec.overlap,
      priority: spec.priority,
      minInterval: spec.minInterval,
      project: ({ signal }) => project(key, spec, signal),
      next: (number, loop) => handler('next', loop, number),
      error: (error: Error, loop) => handler('error', loop, Number(error.message.split(' ')[1])),
      complete: (loop) => handler('complete', loop),
    };
  };

  const call = ({ op, key, due }: Turn['calls'][number], loop: ControlLoop<string>) => {
    const spec = program.tasks[key as 'a'];
    if (op === 'drain') {
      draining = true;
      return loop.drain();
    }
    if (op === 'add') {
      if (!loop.has(key)) loop.add(key, task(key, spec));
      if (!draining) rule(loop.has(key), 'an added key is there');
      return;
    }
    if (!loop.has(key)) return;
    if (op === 'schedule') loop.schedule(key, due);
    if (op === 'scheduleDate') loop.schedule(key, new Date(loop.now() + due - 3));
    if (op === 'scheduleSooner') loop.scheduleSooner(key, due);
    if (op === 'unschedule') loop.unschedule(key);
    if (op === 'stopTimer') loop.stopTimer(key);
    if (op === 'cancel' || op === 'remove') {
      const running = loop.isRunning(key);
      cancelAll(key);
      if (op === 'cancel') rule(loop.cancel(key) === running, 'cancel tells whether the key was running');
      else {
        loop.remove(key);
        lastStart.delete(key);
        rule(!loop.has(key), 'a removed key is gone');
      }
    }
  };

  /** Compares what `explain` says of each key with the ticks that the monitor was told of. */
  const compare = (loop: ControlLoop<string>) => {
    if (monitored !== 'recorded') return;
    for (const key of loop.keys()) {
      const { reason } = loop.explain(key);
      const pending = tally.get(key) ?? 0;
      if (reason === 'unscheduled' || reason === 'waiting') {
        rule(
          pending === 0 || program.tasks[key as 'a'].overlap === 'concat',
          `no tick of a key that is ${reason}`,
        );
      } else if (reason !== 'draining' && !loop.isRunning(key)) {
        rule(pending > 0, `a tick of a key that is ${reason}`);
      }
      if (reason === 'draining') rule(draining, 'no draining before drain');
    }
  };

  /** As a turn begins, all that may start has started. */
  const checkStarted = (loop: ControlLoop<string>) => {
    for (const key of loop.keys()) {
      const { reason } = loop.explain(key);
      rule(reason !== 'ready', `${key} was ready and should have started`);
      rule(
        reason !== 'concurrent' || stages.filter((stage) => !isOut(stage)).length === program.concurrent,
        `${key} should have started in the free slot`,
      );
      rule((reason === 'paused') <= paused, 'nothing is paused for no reason');
    }
  };

  const take = (name: string, script: Turn | undefined, loop: ControlLoop<string>) => {
    note(`turn ${name}`);
    rule(!turn, 'turns never overlap');
    rule(!outcome.ended, 'no turn after the end');
    const mine = (turn = {});
    const leave = () => {
      if (turn === mine) turn = undefined;
    };
    compare(loop);
    checkStarted(loop);
    for (const each of script?.calls ?? []) call(each, loop);
    compare(loop);
    if (!script?.duration) {
      leave();
      return [name];
    }
    return new Observable<string>((subscriber) => {
      subscriber.add(
        scheduler.schedule(() => {
          for (const each of script.calls) call(each, loop);
          subscriber.next(name);
          leave();
          subscriber.complete();
        }, script.duration),
      );
      return leave;
    });
  };

  const count = (event: LoopEvent) => {
    events.push(event);
    const add = { ready: 1, start: -1, latched: -1, dropped: -1, unscheduled: -1 }[event.type as 'ready'];
    if (!add || !('key' in event)) return;
    const pending = (tally.get(event.key) ?? 0) + add;
    tally.set(event.key, pending);
    rule(pending >= 0, `${event.key}: ready ticks = starts + latched + dropped + unscheduled + pending`);
    rule(
      pending <= 1 || program.tasks[event.key as 'a'].overlap === 'concat',
      `${event.key}: one tick pending at most, but for concat`,
    );
  };

  const hook$ = new Subject<Turn>();
  const pause$ = new Subject<boolean>();
  const drain$ = new Subject<void>();
  const source$ = smartPoll({
    entries: keys.map((key) => [key as string, task(key, program.tasks[key])] as const),
    hooks: { hook: { source: hook$, next: (script, loop) => take('hook', script, loop) } },
    concurrent: program.concurrent,
    pause: pause$,
    drain: drain$,
    scheduler,
    ...(monitored === 'recorded' && { monitor: { next: count } }),
    ...(monitored === 'throwing' && {
      monitor: {
        next: () => {
          throw new Error('monitor');
        },
      },
    }),
  });
  const end = (how: NonNullable<Outcome['ended']>) => {
    outcome.ended ??= how;
    note(how);
  };
  const subscription = source$.subscribe({
    next: (value) => {
      rule(!outcome.ended, 'no output after the end');
      note(`out ${value}`);
    },
    error: (error) => {
      problems.push(`the run failed: ${error}`);
      end('error');
    },
    complete: () => end('complete'),
  });
  const at = (time: number, act: () => void) => void scheduler.schedule(act, time);
  for (const { at: time, turn } of program.hook) at(time, () => hook$.next(turn));
  for (const each of program.pause) {
    at(each.at, () => {
      // Told before the loop is: on resuming, it starts what is ready at once.
      paused = each.paused;
      pause$.next(each.paused);
    });
  }
  if (program.drainAt !== undefined) {
    at(program.drainAt, () => {
      draining = true;
      drain$.next();
    });
  }
  at(program.unsubscribeAt, () => {
    if (!outcome.ended) end('unsubscribed');
    subscription.unsubscribe();
  });
  scheduler.flush();

  rule(scheduler.actions.length === 0, 'nothing is left on the clock');
  rule(!hook$.observed && !pause$.observed && !drain$.observed, 'every source is unsubscribed');
  if (outcome.ended === 'complete') {
    rule(stages.every(isOut), 'a run completes only when no first stage runs');
    for (const [key, pending] of tally) rule(pending === 0, `${key}: no tick pending at completion`);
  }
  return outcome;
};

describe('the features in combination', () => {
  const options = { numRuns: 400 };

  it('should keep every rule: policy, concurrent, pause, drain, cancel, interval, end (2.1, 3.1, 4.3, 5.1, 5.2, 5.3, 5.5, 5.6, 5.8, 5.11)', () => {
    fc.assert(
      fc.property(program, (program) => {
        expect(play(program).problems).toEqual([]);
      }),
      options,
    );
  });

  it('should let a run start again only after all turns of the last, but for switch and merge (2.3, 5.5)', () => {
    fc.assert(
      fc.property(program, (program) => {
        const running = new Map<string, Set<number>>();
        for (const event of play(program).events) {
          if (event.type !== 'start' && event.type !== 'stop') continue;
          const stages = running.get(event.key) ?? new Set();
          running.set(event.key, stages);
          if (event.type === 'stop') expect(stages.delete(event.stage)).toBe(true);
          else {
            const { overlap } = program.tasks[event.key as 'a'];
            if (overlap !== 'switch' && overlap !== 'merge') expect([...stages]).toEqual([]);
            stages.add(event.stage);
          }
        }
      }),
      options,
    );
  });

  it('should account for every tick (7.2)', () => {
    fc.assert(
      fc.property(program, (program) => {
        const { events, ended } = play(program);
        const sum = (type: LoopEvent['type'], key?: string) =>
          events.filter((event) => event.type === type && (!key || ('key' in event && event.key === key)))
            .length;
        const pending = (key?: string) =>
          sum('ready', key) -
          sum('start', key) -
          sum('latched', key) -
          sum('dropped', key) -
          sum('unscheduled', key);
        for (const key of keys) {
          expect(pending(key)).toBeGreaterThanOrEqual(0);
          if (ended === 'complete') expect(pending(key)).toBe(0);
        }
        expect(pending()).toBe(pending('a') + pending('b') + pending('c'));
      }),
      options,
    );
  });

  it('should do the same each time, and with a monitor, one that throws, or none (2.4, 7.1)', () => {
    fc.assert(
      fc.property(program, (program) => {
        const { trace } = play(program);
        expect(play(program).trace).toEqual(trace);
        expect(play(program, 'throwing').trace).toEqual(trace);
        expect(play(program, 'not').trace).toEqual(trace);
      }),
      { numRuns: 150 },
    );
  });
});

describe('the five policies against a reference', () => {
  /** When a first stage starts, and when it ends if it is not replaced before. */
  type Run = { start: number; end: number };

  /** The policies in as few words as they allow. */
  const reference: Record<Overlap, (ticks: number[], duration: (n: number) => number) => Run[]> = {
    latch: (ticks, duration) => {
      const runs: Run[] = [];
      for (const tick of ticks) {
        const last = runs.at(-1);
        // A tick before the start of a run that itself was latched changes nothing.
        if (last && tick < last.start) continue;
        const start = last ? Math.max(tick, last.end) : tick;
        runs.push({ start, end: start + duration(runs.length) });
      }
      return runs;
    },
    exhaust: (ticks, duration) => {
      const runs: Run[] = [];
      for (const start of ticks) {
        if (start > (runs.at(-1)?.end ?? -1)) runs.push({ start, end: start + duration(runs.length) });
      }
      return runs;
    },
    concat: (ticks, duration) => {
      const runs: Run[] = [];
      for (const tick of ticks) {
        const start = Math.max(tick, runs.at(-1)?.end ?? 0);
        runs.push({ start, end: start + duration(runs.length) });
      }
      return runs;
    },
    switch: (ticks, duration) =>
      ticks.map((start, n) => {
        const end = start + duration(n);
        const next = ticks[n + 1];
        return { start, end: next !== undefined && next < end ? Infinity : end };
      }),
    merge: (ticks, duration) => ticks.map((start, n) => ({ start, end: start + duration(n) })),
  };

  /** Ticks at whole hundreds, durations a little longer than that: no two things happen at one instant. */
  const ticks = fc
    .uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 })
    .map((hundreds) => hundreds.sort((a, b) => a - b).map((n) => n * 100));
  const durations = fc.array(
    fc.integer({ min: 0, max: 6 }).map((n) => n * 100 + 1),
    { minLength: 1, maxLength: 5 },
  );

  it.each(overlaps)('should start and yield as the reference does: %s (5.5)', (overlap) => {
    fc.assert(
      fc.property(ticks, durations, fc.boolean(), (ticks, durations, promise) => {
        const duration = (n: number) => durations[n % durations.length]!;
        const scheduler = new VirtualTimeScheduler(undefined, Infinity);
        const starts: number[] = [];
        const values: [number, number][] = [];
        const counts = { ready: 0, start: 0, latched: 0, dropped: 0, unscheduled: 0, cancel: 0 };
        const source = new Subject<void>();
        const project = (): ObservableInput<number> => {
          const n = starts.push(scheduler.now()) - 1;
          if (promise) {
            return {
              then: (resolve: (n: number) => void) => void scheduler.schedule(() => resolve(n), duration(n)),
            } as unknown as PromiseLike<number>;
          }
          return new Observable<number>((subscriber) =>
            scheduler.schedule(() => {
              subscriber.next(n);
              subscriber.complete();
            }, duration(n)),
          );
        };
        let completed = false;
        smartPoll({
          tasks: { work: { overlap, project, next: (n) => void values.push([n, scheduler.now()]) } },
          hooks: { ticks: { source, next: (_, loop) => loop.schedule('work', 0) } },
          monitor: {
            next: ({ type }) => {
              if (type in counts) counts[type as keyof typeof counts]++;
            },
          },
          scheduler,
        }).subscribe({ complete: () => (completed = true) });
        for (const tick of ticks) scheduler.schedule(() => source.next(), tick);
        scheduler.schedule(() => source.complete(), 10_000);
        scheduler.flush();

        const runs = reference[overlap](ticks, duration);
        expect(starts).toEqual(runs.map(({ start }) => start));
        const yields = runs
          .map(({ end }, n) => [n, end] as [number, number])
          .filter(([, end]) => end < Infinity);
        expect(values).toEqual(yields.sort(([, one], [, other]) => one - other));
        expect(counts.start).toBe(runs.length);
        expect(counts.ready).toBe(counts.start + counts.latched + counts.dropped + counts.unscheduled);
        expect(counts.dropped).toBe(overlap === 'exhaust' ? ticks.length - runs.length : 0);
        expect(counts.cancel).toBe(runs.filter(({ end }) => end === Infinity).length);
        if (overlap !== 'latch') expect(counts.latched).toBe(0);
        expect(counts.unscheduled).toBe(0);
        expect(completed).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
