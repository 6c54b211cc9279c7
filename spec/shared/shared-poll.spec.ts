import { describe, expect, it, jest } from '@jest/globals';
import {
  catchError,
  concat,
  firstValueFrom,
  finalize,
  NEVER,
  Observable,
  of,
  Subject,
  take,
  throwError,
  VirtualTimeScheduler,
  type Subscription,
} from 'rxjs';
import {
  sharedPoll,
  type LoopEvent,
  type SharedPoll,
  type SharedPollOptions,
  type TaskContext,
} from '../../lib/index.js';
import { deferred, settled } from '../support/deferred.js';
import { FakeNative } from '../support/fake-native.js';
import { FakeWorld } from '../support/fake-world.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

const project = () => NEVER;

describe('the options of sharedPoll', () => {
  const wrong: [string, unknown, string][] = [
    ['nothing', undefined, 'sharedPoll must be an object, got undefined (undefined)'],
    ['no project', { every: 1 }, 'sharedPoll.project must be a function, got undefined (undefined)'],
    [
      'no pace',
      { project },
      'every of sharedPoll got undefined (undefined): it must be milliseconds above 0',
    ],
    ['a pace of 0', { project, every: 0 }, 'every of sharedPoll got 0 (number)'],
    ['a negative pace', { project, every: -1 }, 'every of sharedPoll got -1 (number)'],
    ['NaN', { project, every: NaN }, 'every of sharedPoll got NaN (number)'],
    ['a date', { project, every: new Date(0) }, 'every of sharedPoll got Thu Jan 01 1970'],
    [
      'keepFor',
      { project, every: 1, keepFor: -1 },
      'sharedPoll.keepFor must be milliseconds, not negative, or Infinity, got -1 (number)',
    ],
    ['keyOf', { project, every: 1, keyOf: 'id' }, 'sharedPoll.keyOf must be a function, got "id" (string)'],
    ['retryDue', { project, every: 1, retryDue: -1 }, 'sharedPoll.retryDue must be milliseconds'],
    [
      'an option of a task',
      { project, every: 1, timeout: 'long' },
      'sharedPoll.timeout must be milliseconds',
    ],
    [
      'an option of the loop',
      { project, every: 1, concurrent: 0 },
      'sharedPoll.concurrent must be a whole number',
    ],
    [
      'a limit that there is not',
      { project, every: 1, limit: 'host' },
      'sharedPoll.limit must be one of the limits',
    ],
    [
      'its own handlers',
      { project, every: 1, next: () => {} },
      'sharedPoll.next is not one of the options every, keyOf, keepFor, retryDue, project',
    ],
    ['tasks', { project, every: 1, tasks: {} }, 'sharedPoll.tasks is not one of the options'],
  ];
  it.each(wrong)('should be refused by name: %s (9.4, 4.8)', (_, options, message) => {
    expect(() => sharedPoll(options as SharedPollOptions<string, number>)).toThrow(`smartPoll: ${message}`);
  });

  it('should be refused as watch is called, with the key: a pace (9.4)', () => {
    const watch = sharedPoll<{ id: number } | string, never>({ project: () => NEVER, every: 1 });
    const remedy = 'it must be milliseconds above 0; Infinity polls once, and then only on refresh()';
    expect(() => watch('k', 0)).toThrow(
      new RangeError(`smartPoll: every of "k" (string) got 0 (number): ${remedy}`),
    );
    expect(() => watch({ id: 1 }, '5' as never)).toThrow(
      new TypeError(`smartPoll: every of an Object (object) got "5" (string): ${remedy}`),
    );
  });

  it('should be taken from an instance of a class (9.4)', () => {
    class Prices {
      every = 1;
      price = 3;
      project() {
        return of(this.price);
      }
      keyOf(key: string) {
        return this.price + key;
      }
    }
    const seen: number[] = [];
    sharedPoll<string, number>(new Prices())('k')
      .subscribe((value) => seen.push(value))
      .unsubscribe();
    expect(seen).toEqual([3]);
  });

  it('should reach project: the key, and a signal that is aborted with the last watcher (9.4)', () => {
    const contexts: TaskContext<string>[] = [];
    const watch = sharedPoll({
      project: (context: TaskContext<string>) => (contexts.push(context), NEVER),
      every: 1,
    });
    const watched = watch('k').subscribe();
    expect(contexts[0]!.key).toBe('k');
    const { signal } = contexts[0]!;
    expect(signal.aborted).toBe(false);
    watched.unsubscribe();
    expect(signal.aborted).toBe(true);
  });

  it('should tell monitors of keys by what keyOf says (9.4, 7.1)', () => {
    const events: string[] = [];
    const monitor = {
      next: ({ type, ...event }: LoopEvent) =>
        void events.push(`${type} ${String('key' in event && event.key)}`),
    };
    const watch = sharedPoll<{ id: number }, never>({
      project: () => NEVER,
      every: 1,
      keyOf: ({ id }) => id,
      monitor: [monitor],
    });
    watch({ id: 7 }).subscribe().unsubscribe();
    expect(events).toContain('start 7');
    expect(events.at(-1)).toBe('unsubscribe false');
  });

  it('should take a native Observable of a pace (9.4, 9.6)', () => {
    const scheduler = new VirtualTimeScheduler();
    const stopped = jest.fn();
    const watch = sharedPoll<string, string>({ project: () => of('a'), every: 100, scheduler });
    const seen: number[] = [];
    const every = new FakeNative<number>((subscriber) => {
      subscriber.next(10);
      subscriber.addTeardown(stopped);
    });
    const watched = watch('k', every).subscribe(() => {
      seen.push(scheduler.now());
      if (seen.length === 3) watched.unsubscribe();
    });
    scheduler.flush();
    expect(seen).toEqual([0, 10, 20]);
    expect(stopped).toHaveBeenCalledTimes(1);
  });
});

describe('sharedPoll and Promises', () => {
  it('should never run a key twice at once, whatever watchers do (9.4, 5.1)', async () => {
    let flights = 0;
    let most = 0;
    const requests: ReturnType<typeof deferred<number>>[] = [];
    const watch = sharedPoll<string, number>({
      project: async () => {
        most = Math.max(most, ++flights);
        const request = deferred<number>();
        requests.push(request);
        try {
          return await request.promise;
        } finally {
          flights--;
        }
      },
      every: 10,
    });
    watch('k').subscribe().unsubscribe();
    const seen: number[] = [];
    watch('k').subscribe((value) => seen.push(value));
    watch.refresh('k').subscribe();
    await settled();
    expect(requests).toHaveLength(1); // The first one cannot be stopped.
    requests[0]!.resolve(1);
    await settled();
    expect(requests).toHaveLength(2);
    requests[1]!.resolve(2);
    await settled();
    expect([seen, most]).toEqual([[2], 1]);
  });

  it('should not make other keys wait for a Promise of a key that nobody watches any more (9.4, 4.4)', async () => {
    const watch = sharedPoll({
      project: ({ key }: TaskContext<string>) =>
        key === 'slow' ? new Promise<string>(() => {}) : Promise.resolve(key),
      every: 10,
    });
    watch('slow').subscribe().unsubscribe();
    expect(watch.keys()).toEqual([]);
    const seen: string[] = [];
    watch('quick').subscribe((value) => seen.push(value));
    await settled();
    expect(seen).toEqual(['quick']);
  });

  it('should stop the loop once nothing is watched and nothing is left, and not before (9.4)', async () => {
    const paused = new Subject<boolean>();
    const request = deferred();
    const watch = sharedPoll<string, void>({
      project: () => request.promise,
      every: 10,
      pause: paused,
    });
    watch('k').subscribe().unsubscribe();
    expect(paused.observed).toBe(true);
    request.resolve();
    await settled();
    expect(paused.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should leave no timer behind: of the loop, of what is kept, of what is tried again (9.4, 6.2)', async () => {
    const watch = sharedPoll({
      project: ({ key }: TaskContext<number>) =>
        key % 2 ? Promise.reject(new Error('no')) : Promise.resolve(key),
      every: 10,
      keepFor: 5,
      retryDue: 3,
    });
    const watched: Subscription[] = [];
    for (let key = 0; key < 100; key++)
      for (const pace of [7, 3, 5]) watched.push(watch(key, pace).subscribe());
    await jest.advanceTimersByTimeAsync(20);
    expect(jest.getTimerCount()).toBe(1);
    for (const subscription of watched) subscription.unsubscribe();
    expect(watch.keys()).toHaveLength(100);
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(6);
    expect(watch.keys()).toEqual([]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should refresh as a Promise, which is how an async function uses it (9.4)', async () => {
    let run = 0;
    const watch = sharedPoll<string, number>({ project: () => Promise.resolve(++run), every: 10 });
    await expect(firstValueFrom(watch.refresh('k'))).resolves.toBe(1);
    await expect(firstValueFrom(watch.refresh('k'))).resolves.toBe(2);
    expect(watch.keys()).toEqual([]);
  });
});

describe('a watcher that comes as something stops', () => {
  const once = (work: () => void) => {
    let done = false;
    return () => {
      if (!done) work();
      done = true;
    };
  };
  const value = (key: string) => `value of ${key}`;
  /** Watches a key of the poll, once; `seen` are the values it gets. */
  const latecomer = (poll: () => SharedPoll<string, string>, key: string) => {
    const seen: string[] = [];
    const come = once(() => void poll()(key).subscribe((each) => seen.push(each)));
    return { seen, come };
  };

  it('should be polled: in a teardown of the same key, which is being forgotten (9.4)', () => {
    const { seen, come } = latecomer(() => watch, 'a');
    const watch = sharedPoll({
      every: 50,
      project: ({ key }: TaskContext<string>) => concat(of(value(key)), NEVER).pipe(finalize(come)),
    });
    watch('a').subscribe().unsubscribe();
    expect([seen, watch.keys()]).toEqual([['value of a'], ['a']]);
  });

  it('should be polled: in a listener of the signal of the same key (9.4)', async () => {
    const { seen, come } = latecomer(() => watch, 'a');
    const watch: SharedPoll<string, string> = sharedPoll({
      every: 50,
      project: ({ key, signal }: TaskContext<string>) => {
        signal.addEventListener('abort', come);
        return Promise.resolve(value(key));
      },
    });
    watch('a').subscribe().unsubscribe();
    await settled();
    expect([seen, watch.keys()]).toEqual([['value of a'], ['a']]);
  });

  it('should be polled: as an observer of the state of the same key sees it forgotten (9.4)', () => {
    const { seen, come } = latecomer(() => watch, 'a');
    const watch = sharedPoll({
      every: 50,
      project: ({ key }: TaskContext<string>) => concat(of(value(key)), NEVER),
    });
    let last: unknown;
    watch.state('a').subscribe((state) => {
      if (last !== undefined && state.value === undefined && !state.loading) come();
      last = state.value;
    });
    watch('a').subscribe().unsubscribe();
    expect([seen, watch.keys()]).toEqual([['value of a'], ['a']]);
  });

  it('should be polled: as another watcher sees the loop fail with such a teardown (9.4)', () => {
    const { seen, come } = latecomer(() => watch, 'a');
    const fail = once(() => {
      throw new Error('teardown');
    });
    const watch = sharedPoll({
      every: 50,
      project: ({ key }: TaskContext<string>) =>
        key === 'a'
          ? new Observable<string>((subscriber) => {
              subscriber.next(value(key));
              return fail;
            })
          : NEVER,
    });
    const watched = watch('a').subscribe();
    watch('b').subscribe({ error: come });
    watched.unsubscribe();
    expect([seen, watch.keys()]).toEqual([['value of a'], ['a']]);
    jest.advanceTimersByTime(50);
    expect(watch.keys()).toEqual(['a']);
  });

  const pauses: [string, (come: () => void) => Observable<boolean>][] = [
    ['', (come) => concat(of(false), NEVER).pipe(finalize(come))],
    [
      ', which throws,',
      (come) =>
        new Observable(() => () => {
          come();
          throw new Error('teardown');
        }),
    ],
  ];
  it.each(pauses)('should be polled: in a teardown of pause%s as the loop stops (9.4)', (_, pause) => {
    const { seen, come } = latecomer(() => watch, 'b');
    const watch = sharedPoll({
      every: 50,
      project: ({ key }: TaskContext<string>) => of(value(key)),
      pause: pause(() => come()),
    });
    watch('a').subscribe().unsubscribe();
    expect([seen, watch.keys()]).toEqual([['value of b'], ['b']]);
  });

  it.each(['run', 'unsubscribe'])(
    'should be polled: as a monitor is told that the loop begins or stops: %s (9.4)',
    async (type) => {
      const { seen, come } = latecomer(() => watch, 'b');
      const asked: string[] = [];
      const watch = sharedPoll({
        every: 50,
        project: ({ key }: TaskContext<string>) => (asked.push(key), Promise.resolve(value(key))),
        monitor: {
          next: (event) => {
            if (event.type === type) come();
          },
        },
      });
      watch('a').subscribe().unsubscribe();
      await settled();
      await settled();
      expect([seen, watch.keys(), asked]).toEqual([['value of b'], ['b'], ['a', 'b']]);
    },
  );

  it('should be polled after a loop could not be stopped without an error (9.4)', () => {
    const watch = sharedPoll({
      every: 50,
      project: ({ key }: TaskContext<string>) => of(value(key)),
      pause: new Observable<boolean>(() => () => {
        throw new Error('teardown');
      }),
    });
    const seen: string[] = [];
    for (const key of ['a', 'b'])
      watch(key)
        .pipe(take(1))
        .subscribe((each) => seen.push(each));
    expect([seen, watch.keys()]).toEqual([['value of a', 'value of b'], []]);
  });
});

describe('the state of a key whose loop has failed', () => {
  const poll = () => {
    const pauses = [new Subject<boolean>(), new Subject<boolean>()];
    let run = 0;
    const watch = sharedPoll<string, number>({
      every: Infinity,
      project: () => of(++run),
      pause: new Observable<boolean>((subscriber) => pauses.shift()!.subscribe(subscriber)),
    });
    return { watch, pause: pauses[0]! };
  };
  /** What an observer has been told last, and what one is told that comes now. */
  const states = (watch: SharedPoll<string, number>) => {
    let last: unknown;
    watch.state('a').subscribe((state) => (last = state));
    return () => {
      let now: unknown;
      watch.state('a').subscribe((state) => (now = state));
      return [last, now];
    };
  };
  const nothing = { value: undefined, error: undefined, failures: 0, loading: false, due: undefined };

  it('should be that of a watcher that came again at once (9.4)', () => {
    const { watch, pause } = poll();
    const told = states(watch);
    watch('a')
      .pipe(catchError((_, again) => again))
      .subscribe();
    pause.error(new Error('pause'));
    const again = { ...nothing, value: 2 };
    expect(told()).toEqual([again, again]);
  });

  it('should be that of a key that nobody watches, unless somebody does (9.4)', () => {
    const { watch, pause } = poll();
    const told = states(watch);
    watch('a').subscribe({ error: () => undefined });
    pause.error(new Error('pause'));
    expect(told()).toEqual([nothing, nothing]);
  });

  it('should be that of a watcher that came again, too, as the loop fails inside a next (9.4)', () => {
    const { watch, pause } = poll();
    const told = states(watch);
    watch('a')
      .pipe(catchError((_, again) => again))
      .subscribe((run) => {
        if (run === 2) pause.error(new Error('pause'));
      });
    watch.refresh('a').subscribe({ error: () => undefined });
    const again = { ...nothing, value: 3 };
    expect(told()).toEqual([again, again]);
  });
});

describe('sharedPoll and steps of the wall clock', () => {
  const HOUR = 3_600_000;
  const failing = (started: () => void) => () => (started(), throwError(() => new Error('no')));

  it.each([-HOUR, HOUR])('should try again when it was to, whoever joins: %d (9.4, 6.5)', (step) => {
    const world = new FakeWorld();
    try {
      const starts: number[] = [];
      const begun = world.monotonic;
      const watch = sharedPoll<string, never>({
        every: 1_000,
        retryDue: 300,
        project: failing(() => starts.push(Math.round(world.monotonic - begun))),
      });
      watch('a').subscribe();
      world.pass(100);
      world.stepWall(step);
      watch('a', 50).subscribe();
      world.pass(250);
      expect(starts).toHaveLength(2);
      expect(starts[1]).toBeGreaterThanOrEqual(300);
    } finally {
      world.restore();
    }
  });

  it('should try again at a date, which follows the wall clock, as retryDue does (9.4, 6.5)', () => {
    const world = new FakeWorld();
    try {
      let starts = 0;
      const watch = sharedPoll<string, never>({
        every: 1_000,
        retryDue: () => new Date(world.wall + HOUR),
        project: failing(() => starts++),
      });
      watch('a').subscribe();
      world.pass(100);
      world.stepWall(HOUR);
      world.pass(60_100);
      expect(starts).toBe(2);
    } finally {
      world.restore();
    }
  });

  it.each([-HOUR, HOUR])('should count a pace from the last run, whoever joins: %d (9.4, 6.5)', (step) => {
    const world = new FakeWorld();
    try {
      let starts = 0;
      const watch = sharedPoll({ every: 1_000, project: () => of(++starts) });
      watch('a').subscribe();
      world.pass(100);
      world.stepWall(step);
      watch('a', 400).subscribe();
      world.pass(290);
      expect(starts).toBe(1);
      world.pass(20);
      expect(starts).toBe(2);
    } finally {
      world.restore();
    }
  });
});
