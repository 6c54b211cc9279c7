import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { config, Observable, of, Subject, UnsubscriptionError, type SchedulerLike } from 'rxjs';
import { smartPoll, type SmartPollConfig } from '../../lib/index.js';
import { settled } from '../support/deferred.js';

const boom = new Error('boom');
const fail = (): never => {
  throw boom;
};

/** What is reported on the process, by RxJS or by a Promise that nobody handles. */
const reported: unknown[] = [];
const report = (error: unknown) => void reported.push(error);
beforeEach(() => {
  reported.length = 0;
  config.onUnhandledError = report;
  process.on('unhandledRejection', report);
});
afterEach(async () => {
  await settled();
  config.onUnhandledError = null;
  process.off('unhandledRejection', report);
  expect(reported).toEqual([]);
});

type Config = SmartPollConfig<any>;
const emit = (value: unknown) => [value];
const task = { startDue: 0, project: () => of(1), next: emit };

/** Subscribes, and logs what the subscriber is told. */
function watch(run$: Observable<unknown>) {
  const log: unknown[] = [];
  const subscription = run$.subscribe({
    next: (value) => log.push(value),
    error: (error: unknown) => log.push('error', error),
    complete: () => log.push('complete'),
  });
  return { log, subscription };
}

/** Runs until nothing can happen any more, and says what the subscriber was told. */
async function told(run$: Observable<unknown>): Promise<unknown[]> {
  const { log, subscription } = watch(run$);
  for (let i = 0; i < 20 && !subscription.closed; i++) await settled();
  subscription.unsubscribe();
  await settled();
  return log;
}

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

    it('should end the run once: a result that is none (4.2, 5.9)', async () => {
      const run$ = smartPoll(place(iterable({ next: () => null })) as never);
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
