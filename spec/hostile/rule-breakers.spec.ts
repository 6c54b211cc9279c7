import { describe, expect, it } from '@jest/globals';
import {
  NEVER,
  Observable,
  of,
  Subject,
  timer,
  UnsubscriptionError,
  VirtualTimeScheduler,
  type SchedulerLike,
} from 'rxjs';
import { smartPoll, type LoopEvent, type SmartPollConfig } from '../../lib/index.js';
import { settled } from '../support/deferred.js';
import { boom, fail, told, watch, watchProcess } from '../support/hostile.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

watchProcess();

type Config = SmartPollConfig<any>;
const emit = (value: unknown) => [value];
const task = { startDue: 0, project: () => of(1), next: emit };

describe('a teardown that throws', () => {
  /** Where the Observable is that throws as it is torn down. */
  const places: Record<string, (torn: Observable<unknown>) => Config> = {
    'a first stage': (torn) => ({ tasks: { a: { ...task, project: () => torn } } }),
    'what a handler returned': (torn) => ({ tasks: { a: { ...task, next: () => torn } } }),
    "a hook's source": (torn) => ({ entries: [], hooks: { h: { source: torn, next: emit } } }),
  };
  const set = (place: string) => {
    const source = new Subject<unknown>();
    const torn = new Observable((subscriber) => {
      subscriber.add(source.subscribe(subscriber));
      return fail;
    });
    return { source, run$: smartPoll(places[place]!(torn) as never) };
  };

  it.each(Object.keys(places))('should keep no run from completing: %s (4.6)', (place) => {
    const { source, run$ } = set(place);
    const { log } = watch(run$);
    source.next(7);
    expect(() => source.complete()).toThrow(UnsubscriptionError);
    expect(log).toEqual([7, 'complete']);
  });

  it.each(Object.keys(places))('should hide no error: %s (4.2)', (place) => {
    const { source, run$ } = set(place);
    const { log } = watch(run$);
    const another = new Error('another');
    expect(() => source.error(another)).toThrow(UnsubscriptionError);
    expect(log).toEqual(['error', another]);
  });

  it.each(Object.keys(places))('should be thrown by unsubscribing, as RxJS does: %s (4.3, 4.5)', (place) => {
    const { source, run$ } = set(place);
    for (const value of [1, 2]) {
      const { log, subscription } = watch(run$);
      source.next(value);
      expect(() => subscription.unsubscribe()).toThrow(UnsubscriptionError);
      expect(source.observed).toBe(false);
      expect(log).toEqual([value]);
    }
  });

  /** A first stage that goes on until it is unsubscribed from, which throws. */
  const torn$ = new Observable<number>(() => fail);
  const ends = ['error', expect.any(UnsubscriptionError)];
  const play = (config: object) => {
    const scheduler = new VirtualTimeScheduler();
    const { log } = watch(smartPoll({ ...config, scheduler } as never));
    scheduler.flush();
    return { log, left: scheduler.actions.length };
  };
  const within = (what: (loop: any) => unknown) => ({
    torn: { startDue: 0, project: () => torn$ },
    other: { startDue: 5, project: () => of(1), next: (_: unknown, loop: unknown) => what(loop) },
    idle: { startDue: 1000, project: () => of(1) },
  });

  it.each(['cancel', 'remove'])('should end the run as an error does, once: %s (4.2, 5.1, 5.6)', (method) => {
    const tasks = within((loop) => {
      try {
        loop[method]('torn');
      } catch {
        // Whoever catches it ends the run all the same.
      }
    });
    expect(play({ tasks })).toEqual({ log: ends, left: 0 });
  });

  it('should leave no timer where an asynchronous turn goes on after it (4.2, 6.2)', async () => {
    const scheduler = new VirtualTimeScheduler(undefined, 10);
    const tasks = within((loop) => Promise.resolve().then(() => loop.remove('torn')));
    const { log } = watch(smartPoll({ tasks, scheduler } as never));
    scheduler.flush();
    expect(scheduler.actions.length).toBe(1);
    await settled();
    expect([log, scheduler.actions.length]).toEqual([ends, 0]);
  });

  it("should end the run as an error does, once, and start nothing: overlap 'switch' (4.2, 5.5, 7.2)", () => {
    const events: LoopEvent[] = [];
    const tasks = {
      a: { startDue: 0, overlap: 'switch', project: () => torn$ },
      ticker: { startDue: 5, project: () => of(1), next: (_: unknown, loop: any) => loop.schedule('a', 5) },
    };
    const monitor = { next: (event: LoopEvent) => events.push(event) };
    expect(play({ tasks, monitor })).toEqual({ log: ends, left: 0 });
    expect(events.filter(({ type, key }: any) => type === 'start' && key === 'a')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'error' });
  });

  it.each(['drain()', 'the drain notifier'])(
    'should end the run as an error does, once: %s (4.2, 5.2)',
    (how) => {
      const tasks = within((loop) => {
        if (how !== 'drain()') return;
        try {
          loop.drain();
        } catch {
          // As above.
        }
      });
      const hooks = { torn: { source: torn$ }, other: { source: NEVER } };
      const scheduler = new VirtualTimeScheduler();
      const drain = how === 'drain()' ? NEVER : timer(5, scheduler);
      const { log } = watch(smartPoll({ tasks: { other: tasks.other }, hooks, drain, scheduler } as never));
      scheduler.flush();
      expect(log).toEqual(ends);
    },
  );
});

describe('an async iterator that breaks the rules', () => {
  const iterable = (iterator: object) =>
    ({ [Symbol.asyncIterator]: () => iterator }) as AsyncIterable<number>;
  const never = () => new Promise<never>(() => undefined);
  const places: Record<string, (input: AsyncIterable<number>) => Config> = {
    'of a first stage': (input) => ({ tasks: { a: { ...task, project: () => input } } }),
    'of a handler': (input) => ({ tasks: { a: { ...task, next: () => input } } }),
    'of a hook': (input) => ({ entries: [], hooks: { h: { source: input, next: emit } } }),
  };
  const faults: Record<string, object> = {
    'fails later': { next: () => settled().then(fail) },
    throws: { next: fail },
    'has a result that throws': { next: () => Object.defineProperty({}, 'done', { get: fail }) },
    'has a value that throws': { next: () => Object.defineProperty({}, 'value', { get: fail }) },
  };
  const returns: Record<string, object> = {
    throws: { return: fail },
    rejects: { return: () => Promise.reject(boom) },
    'cannot be read': Object.defineProperty({}, 'return', { get: fail }),
  };

  describe.each(Object.entries(places))('%s', (_, place) => {
    it.each(Object.entries(faults))('should end the run once: it %s (4.2, 5.9)', async (_, iterator) => {
      const run$ = smartPoll(place(iterable(iterator)) as never);
      expect(await told(run$)).toEqual(['error', boom]);
      expect(await told(run$)).toEqual(['error', boom]);
    });

    it.each([null, 5])('should end the run once: a result of %s is none (4.2, 5.9)', async (result) => {
      const run$ = smartPoll(place(iterable({ next: () => result })) as never);
      expect(await told(run$)).toEqual(['error', expect.any(TypeError)]);
    });

    it.each(Object.entries(returns))(
      'should be left, whatever becomes of it: return() %s (4.3, 4.4)',
      async (_, iterator) => {
        let pulled = 0;
        const next = () => (pulled++, never());
        const run$ = smartPoll(place(iterable(Object.create(iterator, { next: { value: next } }))) as never);
        expect(await told(run$)).toEqual([]);
        expect(await told(run$)).toEqual([]);
        expect(pulled).toBe(2);
      },
    );
  });

  it('should hold the next run back, which can be left: return() never settles (4.4)', async () => {
    let pulled = 0;
    const iterator = { next: () => (pulled++, never()), return: never };
    const run$ = smartPoll({ tasks: { a: { ...task, project: () => iterable(iterator) } } });
    expect([await told(run$), await told(run$)]).toEqual([[], []]);
    expect(pulled).toBe(1);
  });
});

describe('a thenable that breaks the rules', () => {
  const places: Record<string, (input: PromiseLike<number>) => Config> = {
    'of a handler': (input) => ({ tasks: { a: { ...task, next: () => input } } }),
    'of a hook': (input) => ({ entries: [], hooks: { h: { source: input, next: emit } } }),
  };
  type Then = (resolve: (value: number) => void, reject: (error: unknown) => void) => void;
  const thens: Record<string, [Then, unknown[]]> = {
    'settles again and again': [
      (resolve, reject) => {
        resolve(1);
        resolve(2);
        reject(boom);
        setImmediate(() => resolve(3));
      },
      [1, 'complete'],
    ],
    'settles and throws': [
      (resolve) => {
        resolve(1);
        fail();
      },
      [1, 'complete'],
    ],
    throws: [fail, ['error', boom]],
    'never settles': [() => undefined, []],
  };

  describe.each(Object.entries(places))('%s', (_, place) => {
    it.each(Object.entries(thens))('should be heard once: it %s (3.7, 4.2)', async (_, [then, expected]) => {
      const run$ = smartPoll(place({ then } as PromiseLike<number>) as never);
      expect(await told(run$)).toEqual(expected);
    });
  });
});

describe('a scheduler that breaks the rules', () => {
  const run = (scheduler: object, rounds = 1) => {
    let round = 0;
    return smartPoll({
      tasks: {
        a: {
          startDue: 5,
          project: () => of(++round),
          next: (value, loop) => {
            if (value % rounds !== 0) loop.schedule('a', 5);
            return [value];
          },
        },
      },
      scheduler: scheduler as SchedulerLike,
    });
  };

  it.each(Object.entries({ schedule: { now: () => 0, schedule: fail }, now: { now: fail, schedule: fail } }))(
    'should end the run once: its %s throws (4.2)',
    async (_, scheduler) => {
      const run$ = run(scheduler);
      expect(await told(run$)).toEqual(['error', boom]);
      expect(await told(run$)).toEqual(['error', boom]);
    },
  );

  it('should be believed: it calls at once (6.4)', () => {
    const schedule = (work: () => void) => {
      work();
      return { unsubscribe: () => undefined };
    };
    const run$ = run({ now: () => 0, schedule }, 4);
    expect(watch(run$).log).toEqual([1, 2, 3, 4, 'complete']);
    expect(watch(run$).log).toEqual([5, 6, 7, 8, 'complete']);
  });
});
