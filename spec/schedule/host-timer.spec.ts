import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { NEVER, of, Subject, throwError } from 'rxjs';
import { smartPoll, type ControlLoop, type Due } from '../../lib/index.js';
import { HostScheduler } from '../support/host-scheduler.js';
import { marbles } from '../support/marbles.js';

const keys = Array.from({ length: 1_000 }, (_, i) => i);
const never = { never: { source: NEVER } };

describe('the host timer', () => {
  it('should be one, whatever the number of keys that wait (6.2)', () => {
    const scheduler = new HostScheduler();
    const timers: number[] = [];
    const starts: number[] = [];
    const subscription = smartPoll({
      entries: keys.map((key) => [
        key,
        {
          startDue: 5_000 - ((key * 7) % 1_000),
          repeatDue: 5_000,
          project: () => (starts.push(key), timers.push(scheduler.timers), of()),
        },
      ]),
      scheduler,
    }).subscribe();

    expect(scheduler.timers).toBe(1);
    for (let time = 0; time <= 12_000; time += 100) {
      scheduler.advanceTo(time);
      timers.push(scheduler.timers);
    }
    expect(starts).toHaveLength(2_000);
    expect(Math.max(...timers)).toBe(1);
    subscription.unsubscribe();
    expect(scheduler.timers).toBe(0);
  });

  it('should not exist while nothing waits (6.2)', () => {
    const scheduler = new HostScheduler();
    let command: ((loop: ControlLoop<any>) => void) | undefined;
    const subscription = smartPoll({
      tasks: {
        a: { project: () => of() },
        b: { startDue: 100, project: () => of(1), next: (_, loop) => command?.(loop) },
      },
      hooks: never,
      scheduler,
    }).subscribe();

    expect(scheduler.timers).toBe(1);
    command = (loop) => {
      loop.schedule('a', 50);
      loop.schedule('b', 10);
    };
    scheduler.advanceTo(100);
    expect(scheduler.timers).toBe(1);
    command = (loop) => loop.unschedule('a');
    scheduler.advanceTo(110);
    expect(scheduler.timers).toBe(0);
    subscription.unsubscribe();
  });

  it('should not exist in a run with nothing scheduled (6.2)', () => {
    const scheduler = new HostScheduler();
    const subscription = smartPoll({
      tasks: { a: { project: () => of() } },
      hooks: never,
      scheduler,
    }).subscribe();

    expect(scheduler.timers).toBe(0);
    expect(scheduler.delays).toEqual([]);
    subscription.unsubscribe();
  });

  it('should be one, armed anew, where something comes due sooner than what waits (6.2)', () => {
    const scheduler = new HostScheduler();
    const events = new Subject<number>();
    const starts: number[] = [];
    const subscription = smartPoll({
      entries: keys.map((key) => [key, { project: () => (starts.push(scheduler.now()), of()) }] as const),
      hooks: { events: { source: events, next: (due, loop) => loop.schedule(due, due) } },
      scheduler,
    }).subscribe();

    for (const due of [100, 50, 70, 20, 90, 10]) {
      events.next(due);
      expect(scheduler.timers).toBe(1);
    }
    scheduler.advanceTo(200);
    expect(starts).toEqual([10, 20, 50, 70, 90, 100]);
    subscription.unsubscribe();
  });

  it('should not exist any more once the last key that waits is unscheduled (6.2)', () => {
    const scheduler = new HostScheduler();
    const events = new Subject<'schedule' | 'unschedule'>();
    const subscription = smartPoll({
      tasks: { a: { project: () => of() }, b: { startDue: 50, project: () => of() } },
      hooks: {
        events: {
          source: events,
          next: (event, loop) => (event === 'schedule' ? loop.schedule('a', 20) : loop.unschedule('a')),
        },
      },
      scheduler,
    }).subscribe();

    scheduler.advanceTo(60);
    expect(scheduler.timers).toBe(0);
    events.next('schedule');
    expect(scheduler.timers).toBe(1);
    events.next('unschedule');
    expect(scheduler.timers).toBe(0);
    subscription.unsubscribe();
  });

  it('should not exist any more after a run was unsubscribed (4.3, 6.2)', () => {
    const scheduler = new HostScheduler();
    const task = { startDue: 50, project: () => of() };
    const subscription = smartPoll({ tasks: { a: task }, scheduler }).subscribe();

    expect(scheduler.timers).toBe(1);
    subscription.unsubscribe();
    expect(scheduler.timers).toBe(0);
  });

  it('should not exist any more after a run has errored (4.3, 6.2)', () => {
    const scheduler = new HostScheduler();
    const errors: unknown[] = [];
    const failing = { startDue: 20, project: () => throwError(() => new Error('failed')) };
    smartPoll({
      tasks: { waiting: { startDue: 50, project: () => of() }, failing },
      scheduler,
    }).subscribe({ error: (error) => errors.push(error) });

    scheduler.advanceTo(20);
    expect(errors).toHaveLength(1);
    expect(scheduler.timers).toBe(0);
  });
});

describe('a long delay', () => {
  const longest = 2 ** 31 - 1; // what a host timer takes

  it(
    'should be waited for, past 2³¹ ms (6.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('    (v|)                ');
      const sourceSubs = '     2147483653ms (^!)   ';
      const expected = '       2147483653ms (v|)   ';

      const task = { startDue: 2 ** 31 + 5, project: () => source, next: (value: string) => [value] };
      expectObservable(smartPoll({ tasks: { a: task } })).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it.each<[string, number, Due]>([
    ['2³¹ − 1 ms', longest, longest],
    ['2³¹ ms', 2 ** 31, 2 ** 31],
    ['2³² + 7 ms', 2 ** 32 + 7, 2 ** 32 + 7],
    ['ten years', 10 * 365 * 86_400_000, 10 * 365 * 86_400_000],
    ['a date a year ahead', 400 * 86_400_000 + 1, new Date(400 * 86_400_000 + 1)],
  ])('should be waited for without a host timer of more than 2³¹ − 1 ms: %s (6.3)', (_, time, startDue) => {
    const scheduler = new HostScheduler();
    const starts: number[] = [];
    smartPoll({
      tasks: { a: { startDue, project: () => (starts.push(scheduler.now()), of()) } },
      scheduler,
    }).subscribe();

    scheduler.advanceTo(time - 1);
    expect(starts).toEqual([]);
    scheduler.advanceTo(time);
    expect(starts).toEqual([time]);
    expect(scheduler.delays.every((delay) => delay <= longest)).toBe(true);
  });

  describe('with the default scheduler', () => {
    beforeEach(() => {
      jest.useFakeTimers();
    });
    afterEach(() => {
      jest.useRealTimers();
    });

    it('should be waited for, past 2³¹ ms (6.3)', () => {
      const starts: number[] = [];
      const begin = Date.now();
      const time = 2 ** 31 + 5;
      smartPoll({
        tasks: { a: { startDue: time, project: () => (starts.push(Date.now() - begin), of()) } },
      }).subscribe();

      jest.advanceTimersByTime(time - 1);
      expect(starts).toEqual([]);
      jest.advanceTimersByTime(1);
      expect(starts).toEqual([time]);
      expect(jest.getTimerCount()).toBe(0);
    });
  });
});

describe('a timer that fires early', () => {
  it.each([1, 0.4, 0.999])('by %d ms should not start a key early, nor start it twice (6.4)', (early) => {
    const scheduler = new HostScheduler(early);
    const starts: number[] = [];
    const subscription = smartPoll({
      tasks: {
        a: { startDue: 10, repeatDue: 10, project: () => (starts.push(scheduler.now()), of()) },
        b: { startDue: new Date(25), project: () => (starts.push(scheduler.now()), of()) },
      },
      scheduler,
    }).subscribe();
    scheduler.advanceTo(45);
    subscription.unsubscribe();

    expect(starts).toHaveLength(5);
    const dues = [10, 20, 25, 30, 40];
    starts.forEach((start, i) => {
      expect(start).toBeGreaterThanOrEqual(dues[i]!);
      expect(start).toBeLessThan(dues[i]! + 2.5);
    });
  });
});
