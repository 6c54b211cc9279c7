import { describe, expect, it, jest } from '@jest/globals';
import {
  concat,
  delay,
  EMPTY,
  interval,
  map,
  merge,
  mergeMap,
  NEVER,
  of,
  take,
  throwError,
  timer,
  VirtualTimeScheduler,
} from 'rxjs';
import { smartPoll, watchdog, type LoopWarning } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

/** All that is too long lasts 10 ms or more for a turn, and 20 for the rest. */
const LIMITS = { turn: 10, stage: 20 };

describe('watchdog', () => {
  /** What a watchdog of this loop says until `end`, as `time reason keys`, and its texts. */
  const reports = (
    config: (scheduler: VirtualTimeScheduler) => object,
    { end = 1_000, runs = [0] }: { end?: number; runs?: number[] } = {},
  ) => {
    const scheduler = new VirtualTimeScheduler();
    const found: string[] = [];
    const texts: string[] = [];
    const report = ({ reason, keys, message }: LoopWarning): void => {
      found.push([scheduler.now(), reason, ...keys].join(' '));
      texts.push(message);
    };
    const monitor = watchdog({ ...LIMITS, report, scheduler });
    const loop$ = smartPoll({ ...config(scheduler), scheduler, monitor } as never);
    let run = loop$.subscribe({ error: () => undefined });
    for (const time of runs.slice(1))
      scheduler.schedule(() => {
        run.unsubscribe();
        run = loop$.subscribe();
      }, time);
    scheduler.schedule(() => run.unsubscribe(), end);
    scheduler.flush();
    return { found, texts, end: scheduler.now() };
  };

  const quiet = { startDue: 0, project: () => EMPTY };

  it('should tell of a handler that never completes, once (9.3)', () => {
    const { found, texts } = reports(() => ({
      tasks: { a: { startDue: 5, project: () => of(1), next: () => NEVER } },
    }));
    expect(found).toEqual(['15 turn a']);
    expect(texts[0]).toMatch(
      /^smartPoll: the next handler of task "a" \(string\) has been running for 0.01 s, .*turnTimeout$/,
    );
  });

  it('should say of a turn whose it is, that of a hook and of onRun (9.3)', () => {
    const hook = reports(() => ({ tasks: { a: quiet }, hooks: { h: { source: of(1), next: () => NEVER } } }));
    const onRun = reports(() => ({ tasks: { a: quiet }, onRun: () => NEVER }));
    expect([hook.found, onRun.found]).toEqual([['10 turn'], ['10 turn']]);
    expect([hook.texts[0], onRun.texts[0]]).toEqual([
      expect.stringContaining('the next handler of hook "h" has'),
      expect.stringContaining('the onRun handler has'),
    ]);
  });

  it('should tell of a first stage that never ends, once for each key (9.3)', () => {
    const { found, texts } = reports((scheduler) => ({
      tasks: {
        a: { startDue: 5, project: () => NEVER },
        b: { startDue: 5, project: () => NEVER },
        c: { startDue: 30, overlap: 'switch', repeatDue: 50, project: () => NEVER },
      },
      hooks: {
        again: { source: timer(100, scheduler), next: (_: unknown, loop: any) => loop.schedule('c', 0) },
      },
    }));
    expect(found).toEqual(['25 stage a b', '50 stage c']);
    expect(texts[0]).toBe(
      'smartPoll: the first stage of "a" (string) and 1 other key has been running for 0.02 s; give the task a timeout',
    );
  });

  it('should not take turns that wait for a first stage that lasts (9.3)', () => {
    const { found } = reports(() => ({
      tasks: { a: { startDue: 0, project: () => of(1), next: () => undefined }, b: quiet },
      hooks: { h: { source: of(1), next: () => NEVER } },
    }));
    expect(found).toEqual(['10 turn']);
  });

  it('should tell of a forgotten startDue, and at once where the loop completes (9.3)', () => {
    const task = { project: () => EMPTY };
    const alive = reports((scheduler) => ({
      tasks: { a: task },
      hooks: { h: { source: concat(interval(3, scheduler).pipe(take(40)), NEVER), next: () => undefined } },
    }));
    const over = reports(() => ({ tasks: { a: task } }));
    expect([alive.found, over.found]).toEqual([['23 unscheduled'], ['0 unscheduled']]);
    expect(over.texts[0]).toMatch(/nothing was ever scheduled; give a task a startDue/);
  });

  it('should not bark at a loop that waits for its hooks to schedule (9.3)', () => {
    const task = { project: () => EMPTY };
    const waits = reports(() => ({ tasks: { a: task }, hooks: { h: { source: NEVER } } }));
    const scheduled = reports((scheduler) => ({
      tasks: { a: task },
      hooks: {
        h: {
          source: concat(timer(100, scheduler), NEVER),
          next: (_: unknown, loop: any) => loop.schedule('a', 0),
        },
      },
    }));
    expect([waits.found, scheduled.found]).toEqual([[], []]);
  });

  it('should tell of a key that is held and that nobody releases, however it came to wait (9.3, 5.14)', () => {
    const { found, texts } = reports(
      (scheduler) => ({
        tasks: {
          ready: { startDue: 5, limit: 'one', project: () => EMPTY },
          waiting: { startDue: 500, project: () => EMPTY },
          later: { project: () => EMPTY },
          idle: { project: () => EMPTY },
          released: { startDue: 500, project: () => EMPTY },
          busy: { startDue: 0, limit: 'one', timeout: 15, retryDue: 1e6, project: () => NEVER },
        },
        limits: { one: { concurrent: 1 } },
        hooks: {
          h: {
            source: concat(timer(10, 3, scheduler).pipe(take(3)), NEVER),
            next: (n: number, loop: any) => {
              const { hold, schedule, release, unschedule } = loop;
              if (n === 0)
                for (const key of ['ready', 'waiting', 'later', 'idle', 'released']) hold(key, null);
              if (n === 1) schedule('later', 0);
              if (n === 1) release('released');
              if (n === 2) schedule('idle', 0);
              if (n === 2) unschedule('idle');
            },
          },
        },
      }),
      { end: 400 },
    );
    expect(found).toEqual(['30 due ready']);
    expect(texts[0]).toBe('smartPoll: "ready" (string) is held until it is released');
  });

  it('should tell of a key that was held before it was scheduled, and not of one that was released or has an end (9.3)', () => {
    const held = (until: number | null, release: boolean) =>
      reports((scheduler) => ({
        tasks: { a: { project: () => EMPTY } },
        hooks: {
          h: {
            source: concat(timer(5, 5, scheduler).pipe(take(3)), NEVER),
            next: (n: number, loop: any) => {
              if (n === 0) loop.hold('a', until);
              if (n === 1) loop.schedule('a', 0);
              if (n === 2 && release) loop.release('a');
            },
          },
        },
      })).found;
    expect([held(null, false), held(null, true), held(100, false)]).toEqual([['30 due a'], [], []]);
  });

  it('should tell of an error handler that does not reschedule, and at once where the loop completes (9.3)', () => {
    const task = { startDue: 5, project: () => throwError(() => 'e'), error: () => undefined };
    const alive = reports(() => ({ tasks: { a: task, b: task }, hooks: { h: { source: NEVER } } }));
    const over = reports(() => ({ tasks: { a: task } }));
    expect([alive.found, over.found]).toEqual([['25 failed a b'], ['5 failed a']]);
    expect(alive.texts[0]).toMatch(
      /the last run of "a" \(string\) and 1 other key failed, and nothing schedules it/,
    );
  });

  it('should not bark at a failure after which something schedules the key, or that takes it away (9.3)', () => {
    const fails = { startDue: 5, project: () => throwError(() => 'e') };
    const { found } = reports(
      (scheduler) => ({
        tasks: {
          handled: { ...fails, error: (_: unknown, loop: any) => loop.schedule('handled', 500) },
          retried: { ...fails, retryDue: 500 },
          repeated: { ...fails, repeatDue: 500, error: () => undefined },
          late: { ...fails, error: () => undefined },
          removed: { ...fails, error: (_: unknown, loop: any) => loop.remove('removed') },
        },
        hooks: {
          care: { source: timer(20, scheduler), next: (_: unknown, loop: any) => loop.schedule('late', 500) },
          h: { source: NEVER },
        },
      }),
      { end: 300 },
    );
    expect(found).toEqual([]);
  });

  describe('in combination (9.3)', () => {
    /** Calls of the loop from outside, at these times. */
    const calls = (scheduler: VirtualTimeScheduler, at: Record<number, (loop: any) => unknown>) => ({
      source: concat(
        merge(
          ...Object.entries(at).map(([time, call]) => timer(Number(time), scheduler).pipe(map(() => call))),
        ),
        NEVER,
      ),
      next: (call: (loop: any) => unknown, loop: any) => void call(loop),
    });
    const pauseAt = (time: number, scheduler: VirtualTimeScheduler) =>
      concat(of(false), of(true).pipe(delay(time, scheduler)), NEVER);

    it('should tell of a failure after which a tick was dropped', () => {
      const { found } = reports((scheduler) => ({
        tasks: {
          a: {
            overlap: 'exhaust',
            startDue: 0,
            project: () => timer(10, scheduler).pipe(mergeMap(() => throwError(() => 'e'))),
            error: () => undefined,
          },
        },
        hooks: { h: calls(scheduler, { 5: (loop) => loop.schedule('a', 0) }) },
      }));
      expect(found).toEqual(['30 failed a']);
    });

    it('should tell of a failure after which the key was unscheduled', () => {
      const { found } = reports((scheduler) => ({
        tasks: {
          a: { startDue: 0, repeatDue: 10, project: () => throwError(() => 'e'), error: () => undefined },
        },
        hooks: { h: calls(scheduler, { 5: (loop) => loop.unschedule('a') }) },
      }));
      expect(found).toEqual(['25 failed a']);
    });

    it('should not tell of a failure while the run drains, or as that ends', () => {
      const { found } = reports((scheduler) => ({
        tasks: {
          a: {
            startDue: 0,
            repeatDue: 1,
            project: () => timer(15, scheduler).pipe(mergeMap(() => throwError(() => 'e'))),
            error: () => undefined,
          },
          b: { startDue: 0, project: () => timer(19, scheduler) },
        },
        drain: timer(10, scheduler),
      }));
      expect(found).toEqual([]);
    });

    it('should not tell of a failure while a counted tick follows', () => {
      const { found } = reports(
        (scheduler) => ({
          tasks: {
            a: {
              overlap: 'concat',
              startDue: 0,
              project: () => timer(15, scheduler).pipe(mergeMap(() => throwError(() => 'e'))),
              error: () => undefined,
            },
          },
          hooks: {
            h: calls(scheduler, {
              1: ({ schedule }) => schedule('a', 0),
              2: ({ schedule }) => schedule('a', 0),
              46: ({ remove }) => remove('a'),
            }),
          },
        }),
        { end: 100 },
      );
      expect(found).toEqual(['45 failing a']);
    });

    it('should tell of a key that was due during a long turn, and is paused after it', () => {
      const { found } = reports(
        (scheduler) => ({
          tasks: { a: { startDue: 10, project: () => EMPTY } },
          hooks: { h: { source: concat(timer(5, scheduler), NEVER), next: () => timer(36, scheduler) } },
          pause: pauseAt(40, scheduler),
        }),
        { end: 200 },
      );
      expect(found).toEqual(['15 turn', '60 due a']);
    });

    it('should tell of a second counted tick, as of the first', () => {
      const held = (how: (scheduler: VirtualTimeScheduler) => object) =>
        reports(
          (scheduler) => {
            const { hold, ...config } = how(scheduler) as { hold?: object };
            return {
              tasks: { a: { overlap: 'concat', startDue: 0, project: () => timer(10, scheduler) } },
              hooks: {
                h: calls(scheduler, {
                  1: ({ schedule }) => schedule('a', 0),
                  2: ({ schedule }) => schedule('a', 0),
                  ...hold,
                }),
              },
              ...config,
            };
          },
          { end: 200 },
        ).found;
      expect(held((scheduler) => ({ pause: pauseAt(15, scheduler) }))).toEqual(['30 due a']);
      expect(held(() => ({ hold: { 15: (loop: any) => loop.hold('a', null) } }))).toEqual(['30 due a']);
    });

    it('should tell of a held key even if it is scheduled again and again', () => {
      const again = Object.fromEntries(
        [5, 15, 25, 35].map((time) => [time, (loop: any) => loop.schedule('a', 0)]),
      );
      const { found } = reports(
        (scheduler) => ({
          tasks: { a: { project: () => EMPTY } },
          hooks: { h: calls(scheduler, { 1: (loop) => loop.hold('a', null), ...again }) },
        }),
        { end: 40 },
      );
      expect(found).toEqual(['25 due a']);
    });

    it('should explain ten late keys at a time, and the others later', () => {
      const keys = Array.from({ length: 15 }, (_, i) => i);
      const explained: number[] = [];
      const explain = (key: number) => (explained.push(key), { reason: 'ready', message: '' });
      const scheduler = new VirtualTimeScheduler();
      const watched = watchdog({ ...LIMITS, report: () => undefined, scheduler });
      watched.next({ time: 0, type: 'run', keys, loop: { explain, queued: 0 } } as never);
      for (const key of keys) watched.next({ time: 0, type: 'ready', key, dueTime: new Date(0) } as never);
      scheduler.flush();
      expect(explained).toEqual(keys.slice(0, 10));
      watched.next({ time: 0, type: 'pause' } as never);
      scheduler.flush();
      expect(explained.length).toBe(20);
      expect(explained.slice(10)).toEqual([10, 11, 12, 13, 14, 0, 1, 2, 3, 4]);
    });
  });

  it('should tell in time, whatever becomes of the wall clock (6.4, 9.3)', () => {
    jest.useFakeTimers();
    const found: string[] = [];
    const loop$ = smartPoll({
      tasks: { a: { startDue: 0, project: () => NEVER } },
      monitor: watchdog({ turn: 1_000, stage: 10_000, report: ({ reason }) => void found.push(reason) }),
    });
    try {
      const run = loop$.subscribe();
      jest.advanceTimersByTime(1_000);
      jest.setSystemTime(Date.now() - 3_600_000);
      jest.advanceTimersByTime(10_000);
      run.unsubscribe();
      expect([found, jest.getTimerCount()]).toEqual([['stage'], 0]);
    } finally {
      jest.useRealTimers();
    }
  });

  it('should watch turns alone where the rest has no limit (9.3)', () => {
    const said: unknown[] = [];
    const monitor = watchdog({ turn: 10, stage: Infinity, report: (warning) => void said.push(warning) });
    smartPoll({
      tasks: { a: { startDue: 0, project: () => throwError(() => 'e'), error: () => undefined } },
      monitor,
    }).subscribe();
    smartPoll({ tasks: { a: { project: () => EMPTY } }, monitor }).subscribe();
    expect(said).toEqual([]);
  });

  it('should let a report throw (7.1, 9.3)', () => {
    const scheduler = new VirtualTimeScheduler();
    const report = () => {
      throw new Error('report');
    };
    const run = smartPoll({
      tasks: { a: { startDue: 0, project: () => NEVER } },
      monitor: watchdog({ ...LIMITS, report, scheduler }),
      scheduler,
    }).subscribe();
    scheduler.schedule(() => run.unsubscribe(), 50);
    expect(() => scheduler.flush()).not.toThrow();
  });

  it.each([undefined, null, 5])('should name what is missing: %p (9.3)', (options) => {
    expect(() => watchdog(options as never)).toThrow(
      /^smartPoll: watchdog takes an object with turn and stage, got /,
    );
  });

  describe('of a task that fails again and again (9.3)', () => {
    const fails = { startDue: 0, retryDue: 8, project: () => throwError(() => new Error('down')) };

    it('should tell once, when no run has succeeded for too long', () => {
      const { found, texts } = reports(() => ({ tasks: { a: fails } }), { end: 200 });
      expect(found).toEqual(['24 failing a']);
      expect(texts[0]).toBe(
        'smartPoll: no run of "a" (string) has succeeded for more than 0.02 s; the last error: Error: down',
      );
    });

    it('should tell of the next outage too, after a value, or after a run without one', () => {
      const down = (run: number) => run % 5 > 0;
      const recovers = (success: () => object) => {
        let run = 0;
        return { ...fails, repeatDue: 8, project: () => (down(++run) ? fails.project() : success()) };
      };
      const found = (success: () => object) =>
        reports(() => ({ tasks: { a: recovers(success) } }), { end: 90 }).found;
      expect(found(() => of(1))).toEqual(['24 failing a', '64 failing a']);
      expect(found(() => EMPTY)).toEqual(['24 failing a', '64 failing a']);
    });

    it('should tell of all that fail together, at most once in the time that is too long', () => {
      const { found } = reports(
        () => ({
          tasks: {
            a: fails,
            b: { ...fails, startDue: 2 },
            c: { ...fails, startDue: 20 },
            e: { ...fails, startDue: 6 },
            d: { ...fails, startDue: 21, error: (_: unknown, loop: any) => loop.remove('d') },
          },
        }),
        { end: 200 },
      );
      expect(found).toEqual(['24 failing a b', '44 failing e c']);
    });

    describe('whatever comes between', () => {
      const down = (time: number, scheduler: VirtualTimeScheduler) =>
        timer(time, scheduler).pipe(mergeMap(() => throwError(() => 'e')));
      /** Fails and, every second time, goes on for ever. */
      const byTurns = (scheduler: VirtualTimeScheduler) => {
        let run = 0;
        return () => (run++ % 2 ? NEVER : down(5, scheduler));
      };
      const handled = { error: () => undefined };
      const every = (
        time: number,
        scheduler: VirtualTimeScheduler,
        next: (loop: any) => unknown = (loop) => loop.schedule('a', 0),
      ) => ({ h: { source: timer(0, time, scheduler), next: (_: unknown, loop: any) => next(loop) } });

      it('should tell although every second run is cancelled', () => {
        const { found } = reports(
          (scheduler) => ({
            tasks: { a: { startDue: 0, retryDue: 5, project: byTurns(scheduler) } },
            hooks: every(15, scheduler, (loop) => loop.cancel('a') && loop.schedule('a', 0)),
          }),
          { end: 200 },
        );
        expect(found).toEqual(['50 failing a']);
      });

      it('should tell although every second run is switched', () => {
        const { found } = reports(
          (scheduler) => ({
            tasks: { a: { ...handled, overlap: 'switch', project: byTurns(scheduler) } },
            hooks: every(10, scheduler),
          }),
          { end: 200 },
        );
        expect(found).toEqual(['25 failing a']);
      });

      it('should tell although a run starts before the failed one stops', () => {
        const { found } = reports(
          (scheduler) => ({
            tasks: { a: { ...handled, overlap: 'merge', project: () => down(15, scheduler) } },
            hooks: every(10, scheduler, (loop) => (loop.schedule('a', 0), timer(6, scheduler))),
          }),
          { end: 200 },
        );
        expect(found).toEqual(['41 failing a']);
      });

      it('should tell of what nothing schedules although a run starts before the failed one stops', () => {
        const { found } = reports(
          (scheduler) => ({
            tasks: { a: { ...handled, overlap: 'merge', startDue: 0, project: () => down(5, scheduler) } },
            hooks: {
              h: {
                source: concat(timer(3, scheduler), NEVER),
                next: (_: unknown, loop: any) => (loop.schedule('a', 0), timer(6, scheduler)),
              },
            },
          }),
          { end: 200 },
        );
        expect(found).toEqual(['34 failed a']);
      });

      it('should take a run for a success that is cancelled after its first stage', () => {
        let run = 0;
        const { found } = reports(
          (scheduler) => ({
            tasks: {
              a: {
                ...handled,
                project: () => (run++ % 2 ? EMPTY : down(5, scheduler)),
                complete: (loop: any) => void loop.cancel('a'),
              },
            },
            hooks: every(10, scheduler),
          }),
          { end: 200 },
        );
        expect(found).toEqual([]);
      });

      it('should not tell of a failure after which an earlier run has succeeded', () => {
        const success = (how: (scheduler: VirtualTimeScheduler) => object) => {
          let run = 0;
          return reports(
            (scheduler) => ({
              tasks: {
                a: {
                  ...handled,
                  overlap: 'merge',
                  startDue: 0,
                  project: () => (run++ ? down(5, scheduler) : how(scheduler)),
                },
              },
              hooks: {
                h: {
                  source: concat(timer(1, scheduler), NEVER),
                  next: (_: unknown, loop: any) => loop.schedule('a', 0),
                },
              },
            }),
            { end: 200 },
          ).found;
        };
        expect(success((scheduler) => timer(15, scheduler))).toEqual([]);
        expect(success((scheduler) => timer(15, scheduler).pipe(mergeMap(() => EMPTY)))).toEqual([]);
        expect(success((scheduler) => down(3, scheduler))).toEqual(['26 failed a']);
      });

      it('should remember nothing of runs that have stopped', () => {
        const scheduler = new VirtualTimeScheduler();
        const monitor = watchdog({ ...LIMITS, scheduler, report: () => undefined });
        let run = 0;
        const ends = [() => EMPTY, () => NEVER, () => down(5, scheduler), () => of(1)];
        const loop = smartPoll({
          tasks: { a: { overlap: 'switch', ...handled, project: () => ends[run++ % 4]!() } },
          hooks: every(10, scheduler),
          monitor,
          scheduler,
        } as never).subscribe();
        let kept = NaN;
        scheduler.schedule(() => {
          const parts = Object.values(monitor).filter((part) => part instanceof Map || part instanceof Set);
          kept = parts.reduce((sum, { size }) => sum + size, 0);
          loop.unsubscribe();
        }, 158);
        scheduler.flush();
        expect([run, kept]).toEqual([16, 0]);
      });
    });

    it('should forget it as the key is removed, or the run ends', () => {
      const again = { ...fails, retryDue: 15 };
      const removed = reports(
        (scheduler) => ({
          tasks: { a: again },
          hooks: {
            h: {
              source: timer(20, scheduler),
              next: (_: unknown, loop: any) => {
                loop.remove('a');
                loop.add('a', again);
              },
            },
          },
        }),
        { end: 45 },
      );
      const restarted = reports(() => ({ tasks: { a: again } }), { runs: [0, 18], end: 45 });
      expect([removed.found, restarted.found]).toEqual([[], []]);
    });
  });

  it('should tell of a restart that waits for leftovers, and then no more of it (9.3, 4.4)', () => {
    const never = new Promise(() => undefined);
    const config = () => ({ tasks: { a: { startDue: 0, project: () => never } } });
    const { found, texts } = reports(config, { runs: [0, 5] });
    expect(found).toEqual(['25 leftovers a']);
    expect(texts[0]).toMatch(/has been waiting for 0.02 s for work of an earlier run of "a" \(string\)/);
  });

  it('should tell of a limit that never has room, in the words of explain (9.3)', () => {
    const { found, texts } = reports(() => ({
      tasks: {
        busy: { startDue: 0, project: () => NEVER },
        b: { startDue: 5, project: () => EMPTY },
        c: { startDue: 5, project: () => EMPTY },
      },
      concurrent: 1,
    }));
    expect(found).toEqual(['20 stage busy', '25 due b']);
    expect(texts[1]).toBe(
      'smartPoll: "b" (string) has been due since 1970-01-01T00:00:00.005Z and is number 1 in line for a slot',
    );
  });

  it('should tell of an endless pause, once for all keys, and again of the next one (9.3)', () => {
    const { found, texts } = reports(
      (scheduler) => ({
        tasks: {
          a: { startDue: 5, repeatDue: 50, project: () => EMPTY },
          b: { startDue: 8, project: () => EMPTY },
        },
        hooks: { h: { source: NEVER } },
        pause: concat(
          of(true),
          of(false).pipe(delay(100, scheduler)),
          of(true).pipe(delay(100, scheduler)),
          NEVER,
        ),
      }),
      { end: 400 },
    );
    // `a` runs at 100 and 150, and is due again as the second pause begins, at 200.
    expect(found).toEqual(['25 due a', '220 due a']);
    expect(texts[0]).toMatch(/starts when nothing pauses the run$/);
  });

  it('should say nothing of what is over in time, and have no timer then (9.3)', () => {
    const { found } = reports(
      () => ({
        tasks: {
          a: {
            startDue: 0,
            repeatDue: 5,
            project: () => of(1),
            next: () => undefined,
            complete: () => undefined,
          },
        },
      }),
      { end: 200 },
    );
    expect(found).toEqual([]);
  });

  it.each<[string, (complete: boolean) => object]>([
    ['idle', () => ({ tasks: { a: quiet }, hooks: { h: { source: NEVER } } })],
    ['waiting', () => ({ tasks: { a: { startDue: 1e6, project: () => EMPTY } } })],
    ['over', () => ({ tasks: { a: quiet } })],
    ['failed', () => ({ tasks: { a: { startDue: 0, project: () => throwError(() => 'e') } } })],
  ])('should have no timer while a loop is %s (9.3)', (_, config) => {
    const scheduler = new VirtualTimeScheduler();
    const monitor = watchdog({ ...LIMITS, scheduler, report: () => undefined });
    smartPoll({ ...config(true), monitor, scheduler: new VirtualTimeScheduler() } as never).subscribe({
      error: () => undefined,
    });
    expect(scheduler.actions.filter(({ closed }) => !closed).length).toBe(0);
  });

  describe('of events after the end (4.3, 9.3)', () => {
    /** Whatever is told late, and the timers that are left. */
    const after = (...ends: object[]) => {
      const scheduler = new VirtualTimeScheduler();
      const found: string[] = [];
      const monitor = watchdog({ ...LIMITS, scheduler, report: ({ reason }) => void found.push(reason) });
      const loop = { explain: () => ({ reason: 'paused', message: '' }), queued: 0 };
      const late = [
        { type: 'leftovers', keys: ['a'] },
        { type: 'ready', key: 'a' },
        { type: 'hold', key: 'a' },
        { type: 'start', key: 'a', stage: 1 },
        { type: 'turn-start', key: 'a', stage: 1 },
        { type: 'error', key: 'a', stage: 1 },
        { type: 'stop', key: 'a', stage: 1 },
        { type: 'turn-end', hook: 'h' },
        { type: 'complete' },
        { type: 'error' },
      ];
      for (const event of [...ends, ...late]) monitor.next({ time: 0, loop, ...event } as never);
      return [...found, scheduler.actions.filter(({ closed }) => !closed).length];
    };

    it('should say nothing and wait for nothing', () => {
      expect(after()).toEqual([0]);
      const run = [
        { type: 'run', keys: ['a'] },
        { type: 'schedule', key: 'a', dueTime: new Date(0) },
      ];
      for (const end of [{ type: 'unsubscribe' }, { type: 'complete' }, { type: 'error' }])
        expect(after(...run, end)).toEqual([0]);
    });

    it.each(['ready', 'start', 'turn-start', 'error', 'stop'])(
      'should bear that another monitor ends the run at %s',
      (type) => {
        const scheduler = new VirtualTimeScheduler();
        const found: string[] = [];
        const run = smartPoll({
          tasks: {
            a: {
              startDue: 5,
              project: () => throwError(() => 'e'),
              error: () => undefined,
            },
          },
          monitor: [
            { next: (event) => event.type === type && run.unsubscribe() },
            watchdog({ ...LIMITS, scheduler, report: ({ reason }) => void found.push(reason) }),
          ],
          scheduler,
        }).subscribe();
        scheduler.flush();
        expect([found, scheduler.now()]).toEqual([[], 5]);
      },
    );

    it('should bear a hold while the run drains', () => {
      const { found } = reports(
        (scheduler) => ({
          tasks: {
            a: {
              startDue: 0,
              project: () => concat(timer(5, scheduler), timer(50, scheduler).pipe(mergeMap(() => EMPTY))),
              next: (_: unknown, loop: any) => loop.hold('a', null),
            },
          },
          drain: timer(1, scheduler),
          hooks: { h: { source: NEVER } },
        }),
        { end: 200 },
      );
      expect(found).toEqual(['20 stage a']);
    });

    it('should bear that a key is gone', () => {
      const scheduler = new VirtualTimeScheduler();
      const found: string[] = [];
      const monitor = watchdog({ ...LIMITS, scheduler, report: ({ keys }) => void found.push(...keys) });
      const explain = (key: string) => {
        if (key === 'gone') throw new Error('no such key');
        return { reason: 'paused', message: '' };
      };
      monitor.next({ time: 0, type: 'run', keys: [], loop: { explain, queued: 0 } } as never);
      for (const key of ['gone', 'a']) monitor.next({ time: 0, type: 'ready', key } as never);
      scheduler.flush();
      expect(found).toEqual(['a']);
    });
  });

  it(
    'should follow virtual time by itself (9.3)',
    marbles(({ cold, expectObservable, flush }) => {
      const warnings: LoopWarning[] = [];
      const source$ = smartPoll({
        tasks: { a: { startDue: 0, project: () => cold('---------------------|') } },
        monitor: watchdog({ ...LIMITS, report: (warning) => void warnings.push(warning) }),
      });
      expectObservable(source$).toBe('---------------------|');
      flush();
      expect(warnings.map(({ reason }) => reason)).toEqual(['stage']);
    }),
  );

  it('should tell the console by default (9.3)', () => {
    const { warn } = console;
    const said: unknown[] = [];
    console.warn = (...texts) => void said.push(...texts);
    try {
      smartPoll({ tasks: { a: { project: () => EMPTY } }, monitor: watchdog(LIMITS) }).subscribe();
    } finally {
      console.warn = warn;
    }
    expect(said).toEqual([expect.stringContaining('smartPoll: nothing was ever scheduled')]);
  });

  it.each([
    ['turn', { turn: -1, stage: 1 }],
    ['stage', { turn: 1, stage: NaN }],
  ])('should refuse a %s that is no duration (9.3)', (option, limits) => {
    expect(() => watchdog(limits)).toThrow(new RegExp(`watchdog's ${option} must be milliseconds`));
    expect(() => watchdog({ turn: Infinity, stage: Infinity })).not.toThrow();
  });
});
