import { afterEach, describe, expect, it, jest } from '@jest/globals';
import {
  asapScheduler,
  asyncScheduler,
  lastValueFrom,
  NEVER,
  Subject,
  take,
  toArray,
  VirtualTimeScheduler,
  type Observable,
} from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { smartPoll, type ControlLoop } from '../../lib/index.js';

/**
 * A loop whose key `a` starts now, then every second, whose key `b` starts once, at a date, and whose key `c`
 * starts half a second after an event; emits when, by the loop's clock.
 */
const everySecond = (events: Observable<unknown>) =>
  smartPoll({
    tasks: {
      a: { startDue: 0, repeatDue: 1_000, project: () => [0], next: (_, loop) => [`a ${loop.now()}`] },
      b: {
        startDue: (now) => new Date(now.getTime() + 1_500),
        project: async () => 0,
        next: (_, loop) => [`b ${loop.now()}`],
      },
      c: { project: () => [0], next: (_, loop) => [`c ${loop.now()}`] },
    },
    hooks: { events: { source: events, next: (_, loop) => loop.schedule('c', 500) } },
  });

describe('the clock, with nothing configured', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('should be virtual in TestScheduler.run (6.1)', () => {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(
      ({ hot, expectObservable }) => {
        const events = hot('1250ms e             ');
        const unsub = '     2001ms !             ';
        const expected = '  a 999ms b 749ms c 249ms d';

        const task = { project: () => [0], next: (_: number, loop: ControlLoop<string>) => [loop.now()] };
        const result = smartPoll({
          tasks: { a: { ...task, startDue: 0, repeatDue: 1_000 }, c: task },
          hooks: { events: { source: events, next: (_, loop) => loop.schedule('c', 500) } },
        });
        expectObservable(result, unsub).toBe(expected, { a: 0, b: 1_000, c: 1_750, d: 2_000 });
      },
    );
  });

  it.each<[string, Parameters<typeof jest.useFakeTimers>[0]]>([
    ['all of them', {}],
    ['all but performance', { doNotFake: ['performance'] }],
    ['all but microtasks', { doNotFake: ['queueMicrotask', 'nextTick'] }],
    ['with a wall clock that starts at 0', { now: 0 }],
    ['with a wall clock years ahead', { now: new Date('2100-01-01') }],
  ])("should follow Jest's fake timers: %s (6.1)", async (_, options) => {
    jest.useFakeTimers(options);
    const begin = Date.now();
    const outputs: string[] = [];
    const events = new Subject<string>();
    const subscription = everySecond(events).subscribe((output) => outputs.push(output));
    const told = (...times: [key: string, time: number][]) =>
      times.map(([key, time]) => `${key} ${begin + time}`);

    expect(outputs.splice(0)).toEqual(told(['a', 0]));
    await jest.advanceTimersByTimeAsync(999);
    expect(outputs).toEqual([]);
    await jest.advanceTimersByTimeAsync(251);
    expect(outputs.splice(0)).toEqual(told(['a', 1_000]));
    events.next('event');
    await jest.advanceTimersByTimeAsync(1_750);
    expect(outputs).toEqual(told(['b', 1_500], ['c', 1_750], ['a', 2_000], ['a', 3_000]));
    expect(jest.getTimerCount()).toBe(1);
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should follow fake timers installed after the loop was configured (6.1)', async () => {
    const result = everySecond(NEVER);
    jest.useFakeTimers();
    const begin = Date.now();
    const outputs: string[] = [];
    const subscription = result.pipe(take(3)).subscribe((output) => outputs.push(output));
    await jest.advanceTimersByTimeAsync(1_500);

    expect(outputs).toEqual([`a ${begin}`, `a ${begin + 1_000}`, `b ${begin + 1_500}`]);
    subscription.unsubscribe();
  });

  it('should be the real one otherwise (6.1)', async () => {
    const begin = Date.now();
    const values = await lastValueFrom(
      smartPoll({
        tasks: { a: { startDue: 0, repeatDue: 20, project: () => [0], next: (_, loop) => [loop.now()] } },
      }).pipe(take(3), toArray()),
    );

    values.forEach((time, i) => expect(time - begin).toBeGreaterThanOrEqual(i * 20));
  });
});

describe('the clock of a host without performance.now', () => {
  it('should be the scheduler (6.1)', async () => {
    const performance = Object.getOwnPropertyDescriptor(globalThis, 'performance')!;
    Object.defineProperty(globalThis, 'performance', { value: undefined, configurable: true });
    try {
      const run$ = smartPoll({ tasks: { a: { startDue: 2, project: () => [1], next: (value) => [value] } } });
      expect(await lastValueFrom(run$)).toBe(1);
    } finally {
      Object.defineProperty(globalThis, 'performance', performance);
    }
  });
});

describe('the clock, configured', () => {
  it('should be that of the scheduler (6.1)', () => {
    const scheduler = new VirtualTimeScheduler();
    const outputs: number[] = [];
    smartPoll({
      tasks: { a: { startDue: 0, repeatDue: 1_000, project: () => [0], next: (_, loop) => [loop.now()] } },
      scheduler,
    })
      .pipe(take(3))
      .subscribe((output) => outputs.push(output));
    scheduler.flush();

    expect(outputs).toEqual([0, 1_000, 2_000]);
  });

  it('should be left alone in other schedulers (6.1)', () => {
    const spies = [asyncScheduler, asapScheduler].map((scheduler) => jest.spyOn(scheduler, 'schedule'));
    const scheduler = new VirtualTimeScheduler();
    smartPoll({
      tasks: { a: { startDue: 5, repeatDue: 10, project: () => [0], next: () => [0] } },
      scheduler,
    })
      .pipe(take(3))
      .subscribe();
    scheduler.flush();

    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});
