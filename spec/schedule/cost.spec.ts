import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { of, Subject } from 'rxjs';
import { smartPoll, type ControlLoop, type Task } from '../../lib/index.js';
import { Clock } from '../../lib/time/clock.js';
import { Heap } from '../../lib/time/heap.js';
import { TimerHeap } from '../../lib/time/timer-heap.js';
import { TimerQueue, type Timer } from '../../lib/time/timer-queue.js';
import { obey, type Command } from '../support/driven.js';
import { HostScheduler } from '../support/host-scheduler.js';

/** An object that counts how often anything of it is looked at. */
const counted = <T extends object>(target: T, touch: () => void): T =>
  new Proxy(target, {
    get: (...args) => (touch(), Reflect.get(...args)),
    has: (...args) => (touch(), Reflect.has(...args)),
    ownKeys: (target) => (touch(), Reflect.ownKeys(target)),
    getOwnPropertyDescriptor: (...args) => (touch(), Reflect.getOwnPropertyDescriptor(...args)),
  });

/** How often `work` goes through a large Map. */
const walks = (work: () => void): number => {
  let walked = 0;
  const methods = ['forEach', 'keys', 'values', 'entries', Symbol.iterator] as const;
  const restores = methods.map((method) => {
    const own = Object.getOwnPropertyDescriptor(Map.prototype, method) as PropertyDescriptor;
    const value = function (this: Map<unknown, unknown>, ...args: unknown[]): unknown {
      if (this.size > 1_000) walked++;
      return Reflect.apply(own.value, this, args);
    };
    Object.defineProperty(Map.prototype, method, { ...own, value });
    return () => Object.defineProperty(Map.prototype, method, own);
  });
  try {
    work();
  } finally {
    for (const restore of restores) restore();
  }
  return walked;
};

/** Different numbers below `size`, in no order, the same ones each time. */
const scattered = (size: number): number[] => Array.from({ length: size }, (_, i) => (i * 7_919) % size);

describe('a run with 10,000 idle scheduled keys', () => {
  const idle = scattered(10_000);
  const watched = () => {
    const scheduler = new HostScheduler();
    const counts = { touched: 0, cycles: 0, events: 0, idleStarts: 0 };
    const commands = new Subject<Command>();
    const events = new Subject<number>();
    const touch = () => void counts.touched++;
    const busy: Task<any> = { project: () => of(0), next: () => void counts.cycles++ };
    const project = () => (counts.idleStarts++, of(0));
    const subscription = smartPoll({
      entries: [
        ['busy', busy] as [unknown, Task<any>],
        ...idle.map((i): [unknown, Task<any>] => [
          i,
          counted<Task<any>>({ startDue: 100_000 + i, project, next: () => undefined }, touch),
        ]),
      ],
      hooks: {
        commands: obey(commands),
        events: { source: events, next: () => void counts.events++ },
      },
      scheduler,
    }).subscribe();
    const tell = (command: (loop: ControlLoop<any>) => void) => commands.next(command);
    return { scheduler, counts, tell, events, subscription };
  };

  it('should touch none of them for 1,000 events of a hook (6.6)', () => {
    const { counts, events, subscription } = watched();
    expect(counts.touched).toBeGreaterThan(idle.length); // Each was looked at as it was configured.
    counts.touched = 0;
    const walked = walks(() => {
      for (let i = 0; i < 1_000; i++) events.next(i);
    });

    expect(walked).toBe(0);
    expect(counts).toEqual({ touched: 0, cycles: 0, events: 1_000, idleStarts: 0 });
    subscription.unsubscribe();
  });

  it.each([
    ['with a due of 0', 0],
    ['with a timer', 7],
  ])('should touch none of them for 1,000 cycles of another key, %s (6.6)', (_, due) => {
    const { scheduler, counts, tell, subscription } = watched();
    counts.touched = 0;
    const walked = walks(() => {
      for (let i = 1; i <= 1_000; i++) {
        tell((loop) => loop.schedule('busy', due));
        scheduler.advanceTo(due * i);
      }
    });

    expect(walked).toBe(0);
    expect(counts).toEqual({ touched: 0, cycles: 1_000, events: 0, idleStarts: 0 });
    subscription.unsubscribe();
  });

  it('should touch one of them as that one is scheduled, unscheduled, asked about and started (6.6)', () => {
    const { scheduler, counts, tell, subscription } = watched();
    counts.touched = 0;
    for (let i = 0; i < 1_000; i++) {
      tell((loop) => {
        loop.schedule(5_000, 1_000 + i);
        loop.scheduleSooner(5_000, 500);
        loop.dueTime(5_000);
        loop.isRunning(5_000);
        loop.unschedule(5_000);
      });
    }
    expect(counts.touched).toBe(0);
    tell((loop) => loop.schedule(5_000, 10));
    scheduler.advanceTo(10);

    expect(counts.idleStarts).toBe(1);
    expect(counts.touched).toBeGreaterThan(0);
    expect(counts.touched).toBeLessThan(20);
    subscription.unsubscribe();
  });
});

describe('the timer queue', () => {
  /** A queue of this many timers, relative and absolute, that counts how often a due is looked at. */
  const queue = (size: number) => {
    const scheduler = new HostScheduler();
    const counts = { looks: 0, fired: 0 };
    const timers = new TimerQueue(new Clock(scheduler), () => timers.settle());
    const timer = (time: number, absolute: boolean): Timer => ({
      get due() {
        counts.looks++;
        return time;
      },
      absolute,
      index: -1,
      order: 0,
      fire: () => void counts.fired++,
    });
    const waiting = scattered(size).map((i) => timer(1_000 + i, i % 2 === 0));
    for (const each of waiting) timers.add(each);
    timers.settle();
    return { scheduler, counts, timers, timer, waiting };
  };

  it.each([100, 10_000, 100_000])(
    'should look at O(log n) of %d timers as one comes and goes (6.6)',
    (size) => {
      const { counts, timers, timer } = queue(size);
      const most = 8 * Math.log2(size);
      for (let i = 0; i < 200; i++) {
        const one = timer((i * 104_729) % (2 * size), i % 2 === 0);
        counts.looks = 0;
        timers.add(one);
        timers.settle();
        timers.remove(one);
        timers.settle();
        expect(counts.looks).toBeLessThanOrEqual(most);
      }
    },
  );

  it.each([100, 10_000, 100_000])('should look at O(log n) of %d timers as one fires (6.6)', (size) => {
    const { scheduler, counts } = queue(size);
    const most = 12 * Math.log2(size);
    for (let time = 1_000; time < 1_050; time++) {
      counts.looks = counts.fired = 0;
      scheduler.advanceTo(time);
      expect(counts.fired).toBe(1);
      expect(counts.looks).toBeLessThanOrEqual(most);
    }
  });

  it('should set its host timer anew only for what is due before it (6.2, 6.6)', () => {
    const { scheduler, timers, timer } = queue(10_000);
    const before = scheduler.delays.length;
    for (let i = 0; i < 1_000; i++) timers.add(timer(2_000 + i, false));
    timers.settle();
    expect(scheduler.delays).toHaveLength(before);
    timers.add(timer(500, false));
    timers.settle();
    expect(scheduler.delays.slice(before)).toEqual([500]);
  });
});

describe('a heap', () => {
  interface Item {
    value: number;
    index: number;
  }
  const item = (value: number): Item => ({ value, index: -1 });

  it('should compare O(log n) of 100,000 items as one enters, leaves, or leaves as the first (6.6)', () => {
    let comparisons = 0;
    const heap = new Heap<Item>((a, b) => (comparisons++, a.value < b.value));
    const items = scattered(100_000).map(item);
    const log = Math.ceil(Math.log2(items.length));
    let most = 0;
    const count = (work: () => void) => {
      comparisons = 0;
      work();
      most = Math.max(most, comparisons);
    };

    for (const each of items) count(() => heap.push(each));
    for (let value = 0; value < 100; value++) count(() => heap.push(item(-value))); // All the way up.
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(log);
    most = 0;
    for (const each of items.slice(0, 40_000)) count(() => heap.remove(each));
    expect(most).toBeLessThanOrEqual(2 * log + 1);
    most = 0;
    while (heap.top !== undefined) count(() => heap.remove(heap.top as Item));
    expect(most).toBeGreaterThan(10);
    expect(most).toBeLessThanOrEqual(2 * log);
  });

  it('should be in order, whatever entered and left, and from where (6.6)', () => {
    const value = fc.integer({ min: 0, max: 50 });
    const values = fc.array(value, { minLength: 20, maxLength: 100, size: 'max' });
    const operation = fc.oneof(
      { weight: 1, arbitrary: fc.record({ push: value }) },
      { weight: 2, arbitrary: fc.record({ remove: fc.nat(1_000) }) },
      fc.constant('pop' as const),
    );
    fc.assert(
      fc.property(values, fc.array(operation, { maxLength: 60 }), (values, operations) => {
        const heap = new Heap<Item>((a, b) => a.value < b.value);
        const items = values.map(item);
        for (const each of items) heap.push(each);
        const leave = (one: Item) => {
          heap.remove(one);
          items.splice(items.indexOf(one), 1);
          expect(one.index).toBe(-1);
        };
        const least = () => Math.min(...items.map(({ value }) => value));
        for (const each of operations) {
          if (each === 'pop') {
            if (heap.top !== undefined) leave(heap.top);
          } else if ('push' in each) {
            const one = item(each.push);
            items.push(one);
            heap.push(one);
          } else if (items.length > 0) leave(items[each.remove % items.length] as Item);

          expect(heap.size).toBe(items.length);
          expect(heap.top?.value ?? Infinity).toBe(least());
          expect(items.map(({ index }) => index).sort((a, b) => a - b)).toEqual(items.map((_, i) => i));
        }
        const sorted = items.map(({ value }) => value).sort((a, b) => a - b);
        const left: number[] = [];
        for (let top = heap.top; top !== undefined; top = heap.top) {
          left.push(top.value);
          heap.remove(top);
        }
        expect(left).toEqual(sorted);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a heap of timers', () => {
  const timer = (due: number, order: number): Timer => ({
    ...{ due, order, index: -1, absolute: false },
    fire: () => undefined,
  });
  const first = (a: Timer, b: Timer) => a.due - b.due || a.order - b.order;

  it('should have the earliest due first, of two the first set, whatever came and went (2.4, 6.6)', () => {
    const due = fc.integer({ min: 0, max: 30 });
    const operation = fc.oneof(
      { weight: 2, arbitrary: fc.record({ push: due }) },
      { weight: 1, arbitrary: fc.record({ remove: fc.nat(1_000) }) },
      fc.constant('pop' as const),
    );
    fc.assert(
      fc.property(fc.array(due, { maxLength: 150, size: 'max' }), fc.array(operation), (dues, operations) => {
        const heap = new TimerHeap();
        const waiting: Timer[] = [];
        const seen: unknown[] = [];
        const wanted: unknown[] = [];
        let order = 0;
        const push = (due: number) => {
          const one = timer(due, order++);
          waiting.push(one);
          heap.push(one);
        };
        const leave = (one: Timer) => {
          waiting.splice(waiting.indexOf(one), 1);
          heap.remove(one);
          seen.push(one.index);
          wanted.push(-1);
        };
        const look = () => {
          const [least] = [...waiting].sort(first);
          seen.push(heap.size, heap.top?.order, heap.due);
          wanted.push(waiting.length, least?.order, least?.due ?? Infinity);
          return least;
        };
        dues.forEach(push);
        for (const each of operations) {
          const least = look();
          if (each !== 'pop' && 'push' in each) push(each.push);
          else if (least === undefined) continue;
          else leave(each === 'pop' ? least : waiting[each.remove % waiting.length]!);
        }
        for (let least = look(); least !== undefined; least = look()) leave(least);
        expect(seen).toEqual(wanted); // Once: one `expect` a step would take most of the time.
      }),
      { numRuns: 300 },
    );
  });

  it('should look at the due of a timer once, and at no other timer for it (6.6)', () => {
    const heap = new TimerHeap();
    let looks = 0;
    for (const due of scattered(10_000)) {
      const one = timer(due, due);
      const counts = { get: () => (looks++, due), configurable: true };
      heap.push(Object.defineProperties(one, { due: counts, order: counts }));
    }
    while (heap.top !== undefined) heap.remove(heap.top);
    expect(looks).toBe(10_000);
  });
});
