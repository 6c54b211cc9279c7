import { describe, expect, it } from '@jest/globals';
import {
  BehaviorSubject,
  EMPTY,
  finalize,
  fromEvent,
  ignoreElements,
  map,
  NEVER,
  Observable,
  of,
  repeat,
  Subject,
  Subscriber,
  Subscription,
  take,
  takeUntil,
  throwError,
  timer,
  toArray,
  VirtualTimeScheduler,
} from 'rxjs';
import {
  LoopCommands,
  smartPoll,
  StandstillError,
  type ControlLoop,
  type LoopEvent,
  type LoopView,
  type Task,
} from '../../lib/index.js';
import { settled } from '../support/deferred.js';
import { watchProcess } from '../support/hostile.js';

watchProcess();

type Call = (loop: ControlLoop<any>) => unknown;

describe('features in combination', () => {
  /** A scheduler, and what was logged, as `time text`. */
  const virtual = () => {
    const scheduler = new VirtualTimeScheduler();
    const found: string[] = [];
    return {
      scheduler,
      found,
      log: (text: unknown) => void found.push(`${scheduler.now()} ${String(text)}`),
    };
  };
  /** Calls of the loop at these times. */
  const calls = (scheduler: VirtualTimeScheduler, at: Record<number, Call>) =>
    Object.fromEntries(
      Object.entries(at).map(([time, call]) => [
        `at ${time}`,
        { source: timer(Number(time), scheduler), next: (_: unknown, loop: any) => void call(loop) },
      ]),
    );

  describe('handlers that return Promises', () => {
    it('should leave the host its time while a pulled source always has more (2.5)', async () => {
      let events = 0;
      let hostHadItsTime = false;
      async function* endless() {
        while (!hostHadItsTime && events < 3_000_000) yield events;
      }
      setTimeout(() => (hostHadItsTime = true), 5);
      await new Promise<void>((complete) =>
        smartPoll({
          entries: [],
          hooks: { h: { source: endless(), next: async () => void events++ } },
        }).subscribe({ complete }),
      );
      expect(hostHadItsTime).toBe(true);
    });

    it('should end a run whose clock stands still after a million turns (2.5)', async () => {
      async function* endless() {
        for (let i = 0; i < 1_500_000; i++) yield i;
      }
      const error = await new Promise((error) =>
        smartPoll({
          entries: [],
          hooks: { h: { source: endless(), next: async () => undefined } },
          scheduler: new VirtualTimeScheduler(),
        }).subscribe({ error, complete: () => error('complete') }),
      );
      expect(error).toBeInstanceOf(StandstillError);
    }, 60_000);
  });

  it.each(['a hook', 'the key'])(
    'should go on where the teardown of a first stage ends the turn of %s, and a value waits (2.6, 3.2)',
    (whose) => {
      const closed = new Subject<void>();
      const stop = new Subject<void>();
      const log: string[] = [];
      let stage!: Subscriber<string>;
      const untilClosed = () => closed.pipe(take(1), ignoreElements());
      smartPoll({
        tasks: {
          a: {
            startDue: 0,
            project: () =>
              new Observable<string>((subscriber) => {
                stage = subscriber;
                return () => closed.next();
              }),
            next: (value) => {
              log.push(value);
              return value === 'first' ? untilClosed() : undefined;
            },
          },
        },
        hooks: { stop: { source: stop, keepsAlive: false, next: untilClosed } },
        scheduler: new VirtualTimeScheduler(), // A busy host would have its turn (2.5).
      }).subscribe({ complete: () => log.push('complete') });
      if (whose === 'a hook') stop.next();
      else stage.next('first');
      stage.next('last');
      stage.complete();
      expect(log).toEqual([...(whose === 'a hook' ? [] : ['first']), 'last', 'complete']);
    },
  );

  it.each<[string, (subscriber: Subscriber<string>) => void]>([
    ['completes', (subscriber) => subscriber.complete()],
    ['fails', (subscriber) => subscriber.error('reaction')],
    ['emits', (subscriber) => subscriber.next('reaction')],
  ])(
    'should fail a first stage that is too slow, also if it %s as its signal is aborted (5.12)',
    (_, react) => {
      const { scheduler, found, log } = virtual();
      smartPoll({
        scheduler,
        tasks: {
          a: {
            startDue: 0,
            timeout: 20,
            project: ({ signal }) =>
              new Observable<string>((subscriber) =>
                signal.addEventListener('abort', () => react(subscriber)),
              ),
            next: log,
            error: (error) => log(error.name),
            complete: () => log('complete'),
          },
        },
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(['20 TimeoutError']);
    },
  );

  it('should not hear a value that a first stage without a next handler yields as it is cancelled (4.9, 5.1)', () => {
    const { scheduler, found, log } = virtual();
    let runs = 0;
    smartPoll({
      scheduler,
      tasks: {
        a: {
          startDue: 0,
          error: (_, loop) => log(loop.failures),
          project: ({ signal }) =>
            ++runs === 2
              ? NEVER.pipe(takeUntil(fromEvent(signal, 'abort')), toArray())
              : throwError(() => 'down'),
        } as Task<'a'>,
      },
      hooks: calls(scheduler, {
        10: (loop) => loop.schedule('a', 0),
        20: (loop) => {
          loop.cancel('a');
          loop.schedule('a', 0);
        },
      }),
      monitor: { next: ({ type }) => type === 'value' && log(type) },
    }).subscribe();
    scheduler.flush();
    expect(found).toEqual(['0 1', '20 2']);
  });

  describe('limits', () => {
    it('should keep a rate across runs while an Observable has not told it yet (5.15)', () => {
      const { scheduler, found, log } = virtual();
      const rate = timer(10, scheduler).pipe(map(() => ({ starts: 2, per: 1_000 })));
      const task: Task<string> = { startDue: 0, limit: 'api', project: ({ key }) => (log(key), []) };
      smartPoll({ scheduler, limits: { api: { rate } }, tasks: { a: task, b: task } })
        .pipe(repeat(3))
        .subscribe();
      scheduler.flush();
      expect(found).toEqual(['10 a', '10 b', '1010 a', '1010 b', '2010 a', '2010 b']);
    });

    it.each([
      [16.67, 1_000],
      [0.3, 3],
      [0.1, 0.2],
    ])(
      'should have room again as a span ends that began at %d ms and takes %d ms (2.5, 5.15)',
      (start, per) => {
        const { scheduler, found, log } = virtual();
        const task: Task<string> = { limit: 'api', project: ({ key }) => (log(key), []) };
        smartPoll({
          scheduler,
          limits: { api: { rate: { starts: 1, per } } },
          tasks: { a: task, b: task },
          hooks: calls(scheduler, {
            [start]: (loop) => {
              loop.schedule('a', 0);
              loop.schedule('b', 0);
            },
          }),
        }).subscribe();
        let frames = 0;
        while (scheduler.actions.length > 0 && ++frames < 100) {
          const [action] = scheduler.actions;
          scheduler.maxFrames = action!.delay;
          scheduler.flush();
        }
        expect([found.length, frames < 100]).toEqual([2, true]);
      },
    );

    it.each<[string, object, object, string[]]>([
      ['two at once', { concurrent: 2 }, {}, ['b ready', 'c limit 1 undefined']],
      [
        'three in 100 ms, of which one took two',
        { rate: { starts: 3, per: 100 } },
        { cost: 2 },
        ['b ready', 'c limit 1 100'],
      ],
      [
        'one at once, and five in 100 ms',
        { concurrent: 1, rate: { starts: 5, per: 100 } },
        {},
        ['b limit 1 undefined', 'c limit 2 undefined'],
      ],
      ['one in 100 ms', { rate: { starts: 1, per: 100 } }, {}, ['b limit 1 100', 'c limit 2 100']],
    ])(
      'should explain who starts next, and when there is room, of %s (5.15, 7.3)',
      (_, limit, of, expected) => {
        const { scheduler, found } = virtual();
        const task: Task<string> = { limit: 'api', project: () => timer(50, scheduler) };
        const says = ({ explain }: ControlLoop<string>, key: string) => {
          const explained = explain(key);
          const { place = '', until } = explained as { place?: number; until?: Date };
          found.push(
            [key, explained.reason, ...(place === '' ? [] : [place, `${until?.getTime()}`])].join(' '),
          );
        };
        smartPoll({
          scheduler,
          limits: { api: limit },
          tasks: { a: { ...task, ...of, startDue: 0 }, b: task, c: task },
          hooks: calls(scheduler, {
            10: (loop) => {
              loop.schedule('b', 0);
              loop.schedule('c', 0);
              says(loop, 'b');
              says(loop, 'c');
            },
          }),
        }).subscribe();
        scheduler.flush();
        expect(found).toEqual(expected);
      },
    );

    it('should not hold anything until a date that is past, wherever the wall clock goes (5.14, 5.15)', () => {
      const { scheduler, found, log } = virtual();
      smartPoll({
        scheduler,
        limits: { api: {} },
        tasks: { a: { limit: 'api', project: () => (log('a'), []) } },
        hooks: calls(scheduler, {
          100: (loop) => {
            loop.holdLimit('api', new Date(90));
            scheduler.frame = 50;
            loop.schedule('a', 0);
          },
        }),
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(['50 a']);
    });
  });

  describe('what is remembered', () => {
    it('should survive a run that ends while it is configured (4.3, 5.11)', () => {
      const { scheduler, found, log } = virtual();
      let subscription!: Subscriber<unknown>;
      let ends = false;
      const loop$ = smartPoll({
        scheduler,
        tasks: {
          ends: {
            startDue: () => {
              if (ends) subscription.unsubscribe();
              return null;
            },
            project: () => EMPTY,
          },
          a: { startDue: 0, minInterval: 1_000, project: () => (log('a'), []) },
        },
        hooks: { never: { source: NEVER } },
      });
      const run = () => loop$.subscribe((subscription = new Subscriber()));
      run();
      scheduler.schedule(() => {
        subscription.unsubscribe();
        ends = true;
        run();
        ends = false;
        run();
      }, 10);
      scheduler.schedule(() => subscription.unsubscribe(), 5_000);
      scheduler.flush();
      expect(found).toEqual(['0 a', '1000 a']);
    });

    it('should survive another task of the same key that has no minInterval (5.11)', () => {
      const { scheduler, found, log } = virtual();
      const a: Task<'a'> = { startDue: 0, minInterval: 1_000, project: () => (log('a'), []) };
      smartPoll({
        scheduler,
        tasks: { a },
        hooks: calls(scheduler, {
          10: (loop) => {
            loop.remove('a');
            loop.add('a', { project: () => EMPTY });
            loop.hold('a', 2_000);
            loop.remove('a');
            loop.add('a', { project: () => EMPTY });
            loop.release('a');
            loop.remove('a');
            loop.add('a', a);
          },
        }),
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(['0 a', '1000 a']);
    });
  });

  describe('a run that is over', () => {
    it('should subscribe to nothing, and tell of nothing, once pause has failed (4.2, 4.3)', () => {
      const log: string[] = [];
      const loop$ = smartPoll({
        tasks: { a: { project: () => EMPTY } },
        pause: throwError(() => 'boom'),
        limits: { b: { concurrent: new Observable<number>(() => void log.push('subscribed')) } },
        monitor: { next: ({ type }) => log.push(type) },
      });
      loop$.subscribe({ error: (error) => log.push(error) });
      expect(log).toEqual(['run', 'error', 'boom']);
    });

    it('should tell of nothing after a monitor has unsubscribed at a hold (4.3)', () => {
      const log: string[] = [];
      const commands = new Subject<Call>();
      const subscription = smartPoll({
        tasks: { a: { startDue: 0, project: () => EMPTY } },
        pause: new Observable<boolean>((subscriber) => subscriber.next(true)),
        hooks: { commands: { source: commands, next: (call, loop) => void call(loop) } },
        monitor: {
          next: ({ type }) => {
            log.push(type);
            if (type === 'hold') subscription.unsubscribe();
          },
        },
      }).subscribe();
      commands.next((loop) => loop.hold('a', 1_000));
      expect(log.slice(log.indexOf('hold'))).toEqual(['hold', 'unsubscribe']);
    });
  });

  describe('switch', () => {
    const stage = (scheduler: VirtualTimeScheduler, ms: number) => timer(ms, scheduler);

    it.each<[string, Call, string[]]>([
      ['is held', (loop) => loop.holdLimit('api', 1_000), ['50 done', '1060 done']],
      ['is held for less than the run takes', (loop) => loop.holdLimit('api', 20), ['80 done']],
      ['has no rate left', () => undefined, ['50 done', '1050 done']],
    ])('should let the run in progress go on while the limit %s (5.5, 5.14, 5.15)', (how, call, expected) => {
      const { scheduler, found, log } = virtual();
      const rate = { starts: how === 'has no rate left' ? 1 : 100, per: 1_000 };
      smartPoll({
        scheduler,
        limits: { api: { concurrent: 1, rate } },
        concurrent: 1,
        tasks: {
          a: {
            startDue: 0,
            overlap: 'switch',
            limit: 'api',
            project: () => stage(scheduler, 50),
            next: () => log('done'),
          },
        },
        hooks: calls(scheduler, {
          10: (loop) => {
            call(loop);
            loop.schedule('a', 0);
          },
        }),
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(expected);
    });

    it('should explain that a tick starts which replaces the only run (7.3)', () => {
      const { scheduler, found, log } = virtual();
      smartPoll({
        scheduler,
        concurrent: 1,
        limits: { api: { concurrent: 1 } },
        tasks: {
          a: { startDue: 0, overlap: 'switch', limit: 'api', project: () => stage(scheduler, 50) },
          b: { startDue: 0, priority: -1, project: () => EMPTY },
        },
        hooks: calls(scheduler, {
          10: (loop) => {
            loop.schedule('a', 0);
            log(loop.explain('a').reason);
            log(loop.explain('b').reason);
          },
        }),
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(['10 ready', '10 concurrent']);
    });

    it('should be woken where its own run has the room, whatever is looked at before (5.15)', () => {
      const { scheduler, found, log } = virtual();
      smartPoll({
        scheduler,
        limits: { x: { concurrent: 1 }, y: { concurrent: 1 } },
        tasks: {
          k: {
            startDue: 0,
            overlap: 'switch',
            limit: 'x',
            project: () => (log('k'), stage(scheduler, 1_000)),
          },
          t: { priority: 1, limit: ['x', 'y'], project: () => (log('t'), stage(scheduler, 10)) },
          u: { limit: 'y', project: () => (log('u'), stage(scheduler, 3_000)) },
        },
        hooks: calls(scheduler, {
          10: (loop) => loop.schedule('t', 0),
          20: (loop) => loop.schedule('k', 0),
          30: (loop) => loop.releaseLimit('x'), // It is not held: this only has it looked at.
          40: (loop) => loop.schedule('u', 0),
        }),
      }).subscribe();
      scheduler.flush();
      expect(found.slice(0, 3)).toEqual(['0 k', '40 u', '40 k']);
    });

    it.each([0, 1])('should not start while %d may run, and more do (5.3, 5.5)', (lowered) => {
      const { scheduler, found, log } = virtual();
      const concurrent = new BehaviorSubject(3);
      const task = (name: string): Task<string> => ({
        startDue: 0,
        overlap: 'switch',
        limit: 'x',
        project: () => (log(name), stage(scheduler, 100)),
      });
      smartPoll({
        scheduler,
        concurrent,
        limits: { x: { concurrent: 5 } },
        tasks: { a: task('a'), b: task('b') },
        hooks: calls(scheduler, {
          10: () => concurrent.next(lowered),
          20: (loop) => {
            loop.schedule('a', 0);
            log(loop.explain('a').reason);
          },
        }),
      }).subscribe();
      scheduler.flush();
      expect(found.slice(0, 3)).toEqual(['0 a', '0 b', '20 concurrent']);
      expect(found[3]).toBe(lowered === 0 ? undefined : '100 a');
    });

    it.each<[string, (lower: BehaviorSubject<number>) => object]>([
      ['a limit', (lower) => ({ limits: { x: { concurrent: lower } } })],
      ['concurrent', (lower) => ({ concurrent: lower, limits: { x: {} } })],
    ])('should not start where the teardown of its run lowers %s to 0 (5.3, 5.15)', (what, config) => {
      const { scheduler, found, log } = virtual();
      const lower = new BehaviorSubject(1);
      smartPoll({
        scheduler,
        ...config(lower),
        tasks: {
          k: {
            startDue: 0,
            overlap: 'switch',
            limit: 'x',
            project: () => (log('k'), stage(scheduler, 100).pipe(finalize(() => lower.next(0)))),
          },
          other: { priority: -1, project: () => (log('other'), EMPTY) },
        },
        hooks: calls(scheduler, {
          20: (loop) => {
            loop.schedule('k', 0);
            if (what === 'a limit') loop.schedule('other', 0); // It needs no limit, and starts.
          },
          30: () => lower.next(1),
        }),
      } as never).subscribe();
      scheduler.flush();
      expect(found).toEqual(['0 k', ...(what === 'a limit' ? ['20 other'] : []), '30 k']);
    });

    it('should explain that it waits behind one that waits for a slot (7.3)', () => {
      const { scheduler, found, log } = virtual();
      smartPoll({
        scheduler,
        concurrent: 1,
        limits: { x: {} },
        tasks: {
          k: {
            startDue: 0,
            overlap: 'switch',
            limit: 'x',
            project: () => (log('k'), stage(scheduler, 50)),
          },
          b: { project: () => (log('b'), EMPTY) },
        },
        hooks: calls(scheduler, {
          10: (loop) => {
            loop.schedule('b', 0);
            loop.schedule('k', 0);
            log(loop.explain('k').reason);
          },
        }),
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(['0 k', '10 concurrent', '50 b', '50 k']);
    });

    it.each<[string, Partial<Task<string>>, Call]>([
      ['has a minInterval', { minInterval: 5 }, () => undefined],
      [
        'was held once',
        {},
        (loop) => {
          loop.hold('k', 1);
          loop.release('k');
        },
      ],
    ])('should explain that it replaces its run, also if it %s (7.3)', (_, options, call) => {
      const { scheduler, found, log } = virtual();
      smartPoll({
        scheduler,
        limits: { x: { concurrent: 1 } },
        tasks: {
          k: {
            ...options,
            startDue: 0,
            overlap: 'switch',
            limit: 'x',
            project: () => (log('k'), stage(scheduler, 50)),
          },
        },
        hooks: calls(scheduler, {
          5: call,
          10: (loop) => {
            loop.schedule('k', 0);
            log(loop.explain('k').reason);
          },
        }),
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(['0 k', '10 ready', '10 k']);
    });
  });

  describe('several monitors', () => {
    const recorded = (heard: string[]) => ({ next: ({ type }: LoopEvent) => void heard.push(type) });

    it.each(['schedule', 'ready', 'start', 'turn-start', 'error'])(
      'should hear of nothing after the end if another one unsubscribes at %s (4.3, 7.1)',
      (at) => {
        const { scheduler } = virtual();
        const heard: string[] = [];
        const ended: string[] = [];
        const subscription = new Subscription();
        const ends = {
          next: ({ type }: LoopEvent) => {
            ended.push(type);
            if (type === at) subscription.unsubscribe();
          },
        };
        subscription.add(
          smartPoll({
            scheduler,
            tasks: {
              a: { startDue: 5, project: () => throwError(() => 'no'), error: () => undefined },
            },
            monitor: [ends, recorded(heard)],
          }).subscribe(),
        );
        scheduler.flush();
        expect(heard.slice(-2)).toEqual([at, 'unsubscribe']);
        expect(ended).toEqual(heard);
      },
    );

    it('should hear of one end if another one unsubscribes at the error that is the end (4.2, 7.1)', () => {
      const { scheduler } = virtual();
      const heard: string[] = [];
      const subscription = new Subscription();
      const ends = {
        next: ({ type, ...event }: LoopEvent) => {
          if (type === 'error' && !('stage' in event)) subscription.unsubscribe();
        },
      };
      const errors: unknown[] = [];
      subscription.add(
        smartPoll({
          scheduler,
          tasks: { a: { startDue: 5, project: () => throwError(() => 'no') } },
          monitor: [ends, recorded(heard)],
        }).subscribe({ error: (error) => errors.push(error) }),
      );
      scheduler.flush();
      expect(heard.slice(-3)).toEqual(['error', 'turn-start', 'error']);
      expect(errors).toEqual([]);
    });

    it('should hear the events in one order, although another one posts a command (7.1, 9.1)', () => {
      const { scheduler } = virtual();
      const first: string[] = [];
      const second: string[] = [];
      const commands = new LoopCommands<'a'>();
      smartPoll({
        scheduler,
        tasks: { a: { startDue: 5, project: () => of(1), next: () => undefined } },
        hooks: { commands },
        monitor: [
          {
            next: ({ type }: LoopEvent) => {
              first.push(type);
              if (type === 'stop') commands.post((loop) => loop.schedule('a', 10));
            },
          },
          recorded(second),
        ],
      })
        .pipe(takeUntil(timer(12, scheduler)))
        .subscribe();
      scheduler.flush();
      expect(second).toEqual(first);
      expect(second.slice(-4)).toEqual(['turn-start', 'schedule', 'turn-end', 'unsubscribe']);
    });
  });

  it.each(['switch', 'merge', 'latch'] as const)(
    'should keep the room of a removed Promise, also if the key that is added again, as %s, is cancelled (5.1, 5.6, 5.15)',
    async (overlap) => {
      const { scheduler, found, log } = virtual();
      const task = { startDue: 0, limit: 'x' };
      let settle!: () => void;
      smartPoll({
        scheduler,
        limits: { x: { concurrent: 1 } },
        tasks: {
          a: { ...task, project: () => new Promise<void>((resolve) => (settle = resolve)) },
        },
        hooks: calls(scheduler, {
          10: (loop) => {
            loop.remove('a');
            loop.add('a', { ...task, overlap, project: () => (log('again'), EMPTY) });
            loop.cancel('a');
          },
          20: () => settle(),
        }),
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual([]);
      await settled();
      scheduler.flush();
      expect(found).toEqual(['20 again']);
    },
  );

  it('should keep a rate if somebody asks for an explanation while a start is on its way (5.15, 7.3)', () => {
    const { found, log, scheduler } = virtual();
    let view!: LoopView<string>;
    const task: Task<string> = {
      startDue: 0,
      limit: 'x',
      project: () => {
        if (found.length === 0) {
          (scheduler as { frame: number }).frame += 60; // The host is busy.
          view.explain('b');
        }
        log('request');
        return timer(200, scheduler);
      },
    };
    smartPoll({
      scheduler,
      limits: { x: { rate: { starts: 1, per: 50 } } },
      tasks: { a: task, b: task },
      monitor: {
        next: (event: LoopEvent<string>) => {
          if (event.type === 'run') view = event.loop;
        },
      },
    }).subscribe();
    scheduler.flush();
    expect(found).toEqual(['60 request', '110 request']);
  });

  describe('a thenable that settles as its signal is aborted', () => {
    const late = ({ signal }: { signal: AbortSignal }) =>
      ({
        then: (resolve: (value: string) => void) => signal.addEventListener('abort', () => resolve('late')),
      }) as unknown as PromiseLike<string>;

    it('should not yield its value once it has timed out (5.12)', () => {
      const { scheduler, found, log } = virtual();
      smartPoll({
        scheduler,
        tasks: {
          a: {
            startDue: 0,
            timeout: 10,
            project: late,
            next: (value) => log(value),
            error: (error) => log(error.name),
          },
        },
      }).subscribe();
      scheduler.flush();
      expect(found).toEqual(['10 TimeoutError']);
    });

    it.each<[string, Call]>([
      ['cancelled', (loop) => loop.cancel('a')],
      ['removed', (loop) => loop.remove('a')],
      ['replaced', (loop) => loop.schedule('a', 0)],
    ])('should not be a success once it is %s (5.1, 5.5)', (_, call) => {
      const { scheduler, found, log } = virtual();
      const types: string[] = [];
      smartPoll({
        scheduler,
        tasks: { a: { startDue: 0, overlap: 'switch', startFailures: 3, project: late } },
        hooks: calls(scheduler, {
          10: call,
          20: (loop) => {
            if (loop.has('a')) loop.hold('a', null);
            log('');
          },
        }),
        monitor: { next: ({ type }: LoopEvent) => void types.push(type) },
      })
        .pipe(takeUntil(timer(30, scheduler)))
        .subscribe();
      scheduler.flush();
      expect(found).toEqual(['20 ']);
      expect(types).not.toContain('value');
    });
  });
});
