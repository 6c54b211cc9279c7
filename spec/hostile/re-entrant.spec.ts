import { describe, expect, it } from '@jest/globals';
import {
  asapScheduler,
  defer,
  EMPTY,
  finalize,
  NEVER,
  Observable,
  of,
  queueScheduler,
  Subject,
  take,
  takeUntil,
  tap,
  timer,
  VirtualTimeScheduler,
  type SchedulerLike,
} from 'rxjs';
import {
  smartPoll,
  StandstillError,
  switchTimer,
  type ControlLoop,
  type Due,
  type LoopEvent,
  type SmartPollConfig,
} from '../../lib/index.js';
import { deferred, settled } from '../support/deferred.js';
import { obey, type Command } from '../support/driven.js';
import { boom, told, watch, watchProcess } from '../support/hostile.js';
import { stopTheClock } from '../support/stop-the-clock.js';

const reported = watchProcess();

/** What a monitor is told of keys, in words. */
const words = (log: string[], react: (event: LoopEvent) => void = () => undefined) => ({
  next: (event: LoopEvent) => {
    const type = event.type === 'schedule' && event.dueTime === undefined ? 'clear' : event.type;
    log.push('key' in event ? `${type} ${event.key}` : type);
    react(event);
  },
});

describe('a first stage that says something as its signal is aborted', () => {
  type Reaction = (
    subscriber: { [P in 'next' | 'error']: (value: unknown) => void } & { complete(): void },
  ) => void;
  const reactions: [string, Reaction][] = [
    ['an error', (subscriber) => subscriber.error(boom)],
    ['a value', (subscriber) => subscriber.next(1)],
    ['its completion', (subscriber) => subscriber.complete()],
  ];
  const reacting = (react: Reaction, log: string[]) => ({
    project: ({ signal }: { signal: AbortSignal }) =>
      new Observable((subscriber) => signal.addEventListener('abort', () => react(subscriber))),
    next: () => void log.push('next'),
    error: () => void log.push('error'),
    complete: () => void log.push('complete'),
  });

  it.each(reactions)('should be over once it is cancelled, and not be heard: %s (5.1, 4.6)', (_, react) => {
    const commands = new Subject<Command>();
    const heard: string[] = [];
    const { log } = watch(
      smartPoll({
        scheduler: new VirtualTimeScheduler(), // The host's would let a busy one have its time in between.
        tasks: { a: { startDue: 0, ...reacting(react, heard) } },
        hooks: { commands: obey(commands) },
      }),
    );
    commands.next((loop) => [loop.cancel('a'), loop.isRunning('a')]);
    commands.complete();
    expect(log).toEqual([true, false, 'complete']);
    expect(heard).toEqual([]);
  });

  it.each(reactions)('should be over before its successor starts, under switch: %s (5.5)', (_, react) => {
    const commands = new Subject<Command>();
    const events: string[] = [];
    const { subscription } = watch(
      smartPoll({
        scheduler: new VirtualTimeScheduler(), // The host's would let a busy one have its time in between.
        tasks: { a: { startDue: 0, overlap: 'switch', ...reacting(react, []) } },
        hooks: { commands: obey(commands) },
        monitor: words(events),
      }),
    );
    commands.next((loop) => loop.schedule('a', 0));
    expect(events.filter((event) => /^(start|stop|cancel) a/.test(event))).toEqual([
      'start a',
      'cancel a',
      'stop a',
      'start a',
    ]);
    subscription.unsubscribe();
  });

  it.each(reactions)(
    'should tell the monitor nothing after the end of the run: %s (4.3, 7.1)',
    (_, react) => {
      const events: string[] = [];
      const { subscription } = watch(
        smartPoll({ tasks: { a: { startDue: 0, ...reacting(react, []) } }, monitor: words(events) }),
      );
      subscription.unsubscribe();
      expect(events.at(-1)).toBe('unsubscribe');
    },
  );
});

describe('a task without turns that repeats itself at once', () => {
  const endless = { startDue: 0, repeatDue: 0, project: () => EMPTY };

  it('should keep no event from its turn (3.2, 2.1)', () => {
    const log: string[] = [];
    const { subscription } = watch(
      smartPoll({
        tasks: { endless, b: { startDue: 0, project: () => EMPTY } },
        hooks: { h: { source: of(1), next: (_, loop) => (log.push('turn'), loop.unschedule('endless')) } },
        monitor: words(log),
        scheduler: new VirtualTimeScheduler(),
      }),
    );
    expect(log.filter((event) => /^(start|turn)/.test(event))).toEqual([
      'start endless',
      'start b',
      'turn-start',
      'turn',
      'turn-end',
    ]);
    subscription.unsubscribe();
  });

  it.each<[string, Partial<SmartPollConfig<any>>]>([
    ['an event waits', { hooks: { h: { source: of(1), next: () => undefined } } }],
    [
      'what waited was cancelled',
      {
        tasks: {
          b: { startDue: 0, project: () => of(1, 2, 3), next: (_, l) => (l.cancel('b'), l.schedule('a', 0)) },
          a: { ...endless, startDue: null },
        },
      },
    ],
    [
      'what waited was dropped',
      {
        hooks: {
          h: { source: of(1, 2, 3), next: () => undefined, buffer: { limit: 1, overflow: 'drop-oldest' } },
        },
      },
    ],
  ])('should end in an error after a million turns of a clock that stands still: %s (2.5)', (_, config) => {
    const scheduler = new VirtualTimeScheduler();
    let starts = 0;
    const stop = (event: LoopEvent) => {
      if (event.type === 'start' && ++starts > 1_100_000) subscription.unsubscribe();
    };
    const run$ = smartPoll({ tasks: { a: endless }, ...config, monitor: { next: stop }, scheduler } as never);
    const log: unknown[] = [];
    const subscription = run$.subscribe({ error: (error: unknown) => log.push(error) });
    scheduler.flush();
    expect(log).toEqual([expect.any(StandstillError)]);
  });
});

describe('a drain that comes from inside the loop', () => {
  /** The starts and the drain, with a `drain` notifier that whatever is called can fire. */
  const run = (
    make: (drain: () => void, scheduler: SchedulerLike) => SmartPollConfig<any>,
    react?: (event: LoopEvent, drain: () => void) => void,
  ) => {
    const drain = new Subject<void>();
    const fire = () => drain.next();
    const events: string[] = [];
    const scheduler = new VirtualTimeScheduler();
    const { log, subscription } = watch(
      smartPoll({
        ...make(fire, scheduler),
        drain,
        scheduler,
        monitor: words(events, (event) => react?.(event, fire)),
      } as never),
    );
    scheduler.flush();
    subscription.unsubscribe();
    const after = events.slice(events.indexOf('drain') + 1);
    expect(after.filter((event) => /^(start|ready|schedule)/.test(event))).toEqual([]);
    expect(log).toEqual(['complete']);
    return events.filter((event) => /^(start|drain)/.test(event));
  };
  const idle = { startDue: 0, project: () => EMPTY };

  it('should let nothing start: from repeatDue (5.2, 1.10)', () => {
    expect(run((drain) => ({ tasks: { a: { ...idle, repeatDue: () => (drain(), 10) } } }))).toEqual([
      'start a',
      'drain',
    ]);
  });

  it('should let nothing start: from startDue (5.2, 1.10)', () => {
    expect(run((drain) => ({ tasks: { a: { ...idle, startDue: () => (drain(), 0) }, b: idle } }))).toEqual([
      'drain',
    ]);
  });

  it('should let nothing start: from startDue of a key that is added (5.2, 5.6)', () => {
    const add: Command = (loop) => loop.add('b', { ...idle, startDue: () => (fire(), 0) });
    let fire: () => void;
    expect(run((drain) => ((fire = drain), { entries: [], onRun: add }))).toEqual(['drain']);
  });

  it('should let nothing start: from the teardown of what switch replaces (5.2, 5.5)', () => {
    const again = (loop: ControlLoop<any>) => ['a', 'b', 'c'].forEach((key) => loop.schedule(key, 0));
    expect(
      run((drain) => ({
        tasks: {
          a: { startDue: 0, overlap: 'switch', project: () => NEVER.pipe(finalize(drain)) },
          b: { project: () => EMPTY },
          c: { project: () => EMPTY },
        },
        hooks: { h: { source: of(1), next: (_, loop) => again(loop) } },
      })),
    ).toEqual(['start a', 'drain']);
  });

  it.each(['schedule', 'ready', 'dropped'])(
    'should let nothing start: from a monitor, at %s (5.2, 7.1)',
    (type) => {
      const again = (loop: ControlLoop<any>) => ['a', 'b'].forEach((key) => loop.schedule(key, 0));
      expect(
        run(
          (_, scheduler) => ({
            tasks: {
              a: { startDue: 0, overlap: 'exhaust', project: () => timer(1, scheduler) },
              b: { project: () => EMPTY },
            },
            hooks: { h: { source: of(1), next: (_, loop) => again(loop) } },
          }),
          ({ type: told }, drain) => told === type && drain(),
        ).filter((event) => event === 'start b'),
      ).toEqual([]);
    },
  );
});

describe('switchTimer', () => {
  it('should leave no timer where a tick leads to a due and to the end (4.3, 6.2)', () => {
    const scheduler = new VirtualTimeScheduler();
    const source = new Subject<Due>();
    const { log } = watch(
      source.pipe(
        switchTimer(scheduler),
        tap(() => source.next(3_600_000)),
        take(1),
      ),
    );
    source.next(1);
    scheduler.flush();
    expect(log).toEqual([0, 'complete']);
    expect(scheduler.frame).toBe(1);
  });

  it('should let the host go on between ticks that make each other due in the past (2.5)', async () => {
    const source = new Subject<Due>();
    let ticks = 0;
    const subscription = source.pipe(switchTimer()).subscribe(() => {
      if (++ticks < 1_000) source.next(new Date(0));
    });
    source.next(1);
    await settled();
    while (ticks === 0) await settled();
    expect(ticks).toBeLessThan(1_000);
    subscription.unsubscribe();
  });
});

describe('minInterval', () => {
  const starts = (
    overlap: 'concat' | 'merge',
    works: number[],
    plan: Record<number, Due>,
    monitor = new Subject<LoopEvent>(),
  ) => {
    const scheduler = new VirtualTimeScheduler();
    const times: number[] = [];
    const due: unknown[] = [];
    const commands = new Subject<Command>();
    for (const [at, next] of Object.entries(plan))
      scheduler.schedule(() => commands.next((loop) => loop.schedule('a', next)), Number(at));
    scheduler.schedule(() => commands.next((loop) => void due.push(loop.dueTime('a')?.getTime())), 152);
    const subscription = smartPoll({
      tasks: {
        a: {
          startDue: 0,
          overlap,
          minInterval: 100,
          project: () => {
            const work = works[times.push(scheduler.now()) - 1] ?? 1;
            return new Observable((subscriber) => {
              scheduler.schedule(() => subscriber.complete(), work);
            });
          },
        },
      },
      hooks: { commands: obey(commands) },
      monitor,
      scheduler,
    }).subscribe();
    scheduler.schedule(() => subscription.unsubscribe(), 1_000);
    scheduler.flush();
    return { times, due };
  };

  it('should hold a due back that was set before a start that came meanwhile, and tell so (5.11, 5.5)', () => {
    const { times, due } = starts('concat', [150], { 100: 0, 120: 35 });
    expect(times).toEqual([0, 150, 250]);
    expect(due).toEqual([250]);
  });

  it('should tell the monitor of a due that is held back (7.1, 5.11)', () => {
    const monitor = new Subject<LoopEvent>();
    const dues: unknown[] = [];
    monitor.subscribe((event) => {
      if (event.type === 'schedule') dues.push(event.dueTime?.getTime());
    });
    starts('concat', [150], { 100: 0, 120: 35 }, monitor);
    expect(dues).toEqual([0, 100, 155]); // The tick of 155 is counted, and waits by itself (5.5).
  });
});

describe('a subscriber that has ended already', () => {
  it('should subscribe to no source (4.3)', () => {
    const stop = new Subject<void>();
    let live = 0;
    const source = new Observable<never>(() => (live++, () => void live--));
    watch(
      defer(() => {
        stop.next();
        return smartPoll({ tasks: {}, entries: [], hooks: { h: { source } } });
      }).pipe(takeUntil(stop)),
    );
    expect(live).toBe(0);
  });

  it('should subscribe to no source where a monitor ends the run as it begins (4.3, 7.1)', () => {
    let live = 0;
    const source = new Observable<never>(() => (live++, () => void live--));
    const stop = new Subject<void>();
    watch(
      smartPoll({ entries: [], hooks: { h: { source } }, monitor: { next: () => stop.next() } }).pipe(
        takeUntil(stop),
      ),
    );
    expect(live).toBe(0);
  });
});

describe('a run that is subscribed to as the one before fails at its start', () => {
  stopTheClock();

  it('should begin once what is left has settled (4.4, 4.5)', async () => {
    const work = deferred<number>();
    let runs = 0;
    let starts = 0;
    const events: string[] = [];
    const run$ = smartPoll({
      tasks: {
        a: {
          startDue: () => {
            if (++runs === 2) throw boom;
            return 0;
          },
          project: () => (starts++, work.promise),
          next: (value: number) => [value],
        },
      },
      monitor: words(events),
    });
    run$.subscribe().unsubscribe();
    const { log } = watch(run$.pipe(tap({ error: () => undefined })));
    expect(log).toEqual(['error', boom]);
    const again: unknown[] = [];
    runs = 1;
    run$.subscribe({ error: () => void run$.subscribe((value) => again.push(value)) });
    expect(starts).toBe(1);
    work.resolve(7);
    await settled();
    expect(starts).toBe(2);
    expect(again).toEqual([7]);
    expect(events.filter((event) => event === 'leftovers')).toHaveLength(1);
  });
});

describe('a run that ends as it begins', () => {
  it('should tell the monitor nothing more, not even what it would have waited for (4.3, 4.4)', () => {
    const stop = new Subject<void>();
    const events: string[] = [];
    let ends = false;
    const run$ = smartPoll({
      tasks: {
        a: { startDue: () => (ends && stop.next(), 0), project: () => new Promise<never>(() => undefined) },
      },
      monitor: words(events),
    }).pipe(takeUntil(stop));
    run$.subscribe();
    stop.next();
    ends = true;
    run$.subscribe();
    expect(events.at(-1)).toBe('unsubscribe');
  });
});

describe('a teardown that throws', () => {
  it('should end with its error a run that would be complete (4.6, 4.2)', async () => {
    const pause = new Observable<boolean>(() => () => {
      throw boom;
    });
    const run$ = smartPoll({ tasks: { a: { startDue: 0, project: () => of(1) } }, pause });
    expect(await told(run$)).toEqual(['error', expect.objectContaining({ errors: [boom] })]);
    expect(reported).toEqual([]);
  });
});

describe('a monitor that unsubscribes', () => {
  const ends = (type: LoopEvent['type']) => {
    const scheduler = new VirtualTimeScheduler();
    const stop = new Subject<void>();
    const events: string[] = [];
    let turns = 0;
    const next = () => void turns++;
    const task = { startDue: 5, project: () => of(1), next };
    watch(
      smartPoll({
        tasks: { a: task, b: task, c: { ...task, startDue: 9 } },
        scheduler,
        monitor: words(events, (event) => event.type === type && stop.next()),
      }).pipe(takeUntil(stop)),
    );
    scheduler.flush();
    return { turns, events, frame: scheduler.frame };
  };

  it('should have no handler called after that: at the start of a turn (4.3)', () => {
    expect(ends('turn-start').turns).toBe(0);
  });

  it('should leave no timer: as a key becomes ready (4.3, 6.2)', () => {
    const { frame, events } = ends('ready');
    expect(frame).toBe(5);
    expect(events.at(-1)).toBe('unsubscribe');
  });
});

describe('a scheduler that does at once what has no delay', () => {
  const busy = (ms: number) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };

  it.each<[string, SchedulerLike]>([
    ['queueScheduler', queueScheduler],
    ['asapScheduler', asapScheduler],
  ])('should lose no turn: %s (2.5, 4.6)', async (_, scheduler) => {
    const handled: number[] = [];
    let rounds = 0;
    const values = Array.from({ length: 10 }, (__, i) => i);
    const run$ = smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: () => of(1),
          next: (__, loop) => (busy(2), ++rounds < 20 && loop.schedule('a', 0), undefined),
        },
      },
      hooks: { h: { source: of(...values), next: (value: number) => (busy(3), void handled.push(value)) } },
      scheduler,
    });
    await new Promise<void>((complete) => run$.subscribe({ complete }));
    expect(handled).toEqual(values);
    expect(rounds).toBe(20);
  });
});

describe('remove that a teardown repeats', () => {
  it('should leave the key alone that was added meanwhile (5.6)', () => {
    const scheduler = new VirtualTimeScheduler();
    const commands = new Subject<Command>();
    let again: () => void = () => undefined;
    const second = { project: () => NEVER };
    const { log, subscription } = watch(
      smartPoll({
        tasks: { a: { startDue: 0, project: () => NEVER.pipe(finalize(() => again())) } },
        hooks: { commands: obey(commands) },
        scheduler,
      }),
    );
    commands.next((loop) => {
      again = () => (loop.remove('a'), loop.add('a', second));
      loop.remove('a');
      return [loop.has('a'), loop.keys()];
    });
    expect(log).toEqual([true, ['a']]);
    subscription.unsubscribe();
  });
});

describe('what only has a subscribe method', () => {
  const noObservable: any = { subscribe: () => undefined };

  it.each([
    ['hooks.h.source', { hooks: { h: { source: noObservable } } }],
    ['pause', { pause: noObservable }],
    ['drain', { drain: noObservable }],
  ])('should be refused: %s (4.8)', (name, config) => {
    expect(() => smartPoll({ entries: [], ...config })).toThrow(
      expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(name) }),
    );
  });

  it('should not be what a handler may return (3.7)', async () => {
    const run$ = smartPoll({ tasks: { a: { startDue: 0, project: () => of(1), next: () => noObservable } } });
    expect(await told(run$)).toEqual(['error', expect.any(TypeError)]);
  });
});
