import { describe, expect, it, jest } from '@jest/globals';
import { firstValueFrom, NEVER, of, Subject, VirtualTimeScheduler, type Subscription } from 'rxjs';
import { sharedPoll, type LoopEvent, type SharedPollOptions, type TaskContext } from '../../lib/index.js';
import { deferred, settled } from '../support/deferred.js';
import { FakeNative } from '../support/fake-native.js';
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
      'sharedPoll.next must be one of the options every, keyOf, keepFor, retryDue, project',
    ],
    ['tasks', { project, every: 1, tasks: {} }, 'sharedPoll.tasks must be one of the options'],
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
