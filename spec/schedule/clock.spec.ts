import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { asapScheduler, asyncScheduler, lastValueFrom, take, toArray, VirtualTimeScheduler } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { smartPoll } from '../../lib/index.js';

/** A loop whose key starts now, then every second, and once at a date; emits when, by the loop's clock. */
const everySecond = () =>
  smartPoll({
    tasks: {
      a: { startDue: 0, repeatDue: 1_000, project: () => [0], next: (_, loop) => [`a ${loop.now()}`] },
      b: {
        startDue: (now) => new Date(now.getTime() + 1_500),
        project: async () => 0,
        next: (_, loop) => [`b ${loop.now()}`],
      },
    },
  });

describe('the clock, with nothing configured', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  it('should be virtual in TestScheduler.run (6.1)', () => {
    new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(({ expectObservable }) => {
      const unsub = '   3001ms !';
      const expected = 'a 999ms b 999ms c 999ms d';

      const values = { a: 0, b: 1_000, c: 2_000, d: 3_000 };
      const task = { startDue: 0, repeatDue: 1_000, project: () => [0] };
      const result = smartPoll({ tasks: { a: { ...task, next: (_: number, loop) => [loop.now()] } } });
      expectObservable(result, unsub).toBe(expected, values);
    });
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
    const subscription = everySecond().subscribe((output) => outputs.push(output));

    expect(outputs).toEqual([`a ${begin}`]);
    await jest.advanceTimersByTimeAsync(999);
    expect(outputs).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(2_001);
    const at = (time: number) => begin + time;
    expect(outputs).toEqual([
      `a ${at(0)}`,
      `a ${at(1_000)}`,
      `b ${at(1_500)}`,
      `a ${at(2_000)}`,
      `a ${at(3_000)}`,
    ]);
    expect(jest.getTimerCount()).toBe(1);
    subscription.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('should follow fake timers installed after the loop was configured (6.1)', async () => {
    const result = everySecond();
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
