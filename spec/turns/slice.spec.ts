import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import type { Clock } from '../../lib/time/clock.js';
import { Slice } from '../../lib/turns/slice.js';
import { HostScheduler } from '../support/host-scheduler.js';

/** How many cycles of a key that reschedules itself with 0, each of which takes `length` ms, fit in each slice. */
function slicesOf(length: number, count: number): number[] {
  const scheduler = new HostScheduler();
  const slices: number[] = [];
  let cycles = 0;
  const run = smartPoll({
    tasks: {
      a: {
        startDue: 0,
        project: () => {
          cycles++;
          scheduler.frame += length;
          return of(1);
        },
        next: (_, loop) => void (cycles < 100 && loop.schedule('a', 0)),
      },
    },
    scheduler,
  }).subscribe();
  // The run goes on in the stack of `subscribe`, then in that of each timer.
  for (let i = 0; i < count; i++) {
    slices.push(cycles);
    cycles = 0;
    scheduler.maxFrames = scheduler.frame;
    scheduler.flush();
  }
  run.unsubscribe();
  return slices;
}

/** A slice beside a clock in the hands of the test: time passes as work, or idly, or somebody else looks at the clock. */
function sliceAt() {
  let now = 1_000;
  const clock = { seen: now, isHost: false, line: () => (clock.seen = now) };
  const slice = new Slice(clock as unknown as Clock);
  const look = (): boolean => (slice.look(), slice.isOver);
  /** So many looks that take no time: entries are not timed any more. */
  const quick = (count = 64) => {
    for (let i = 0; i < count; i++) slice.look();
  };
  slice.enter();
  slice.look();
  return {
    slice,
    clock,
    quick,
    work: (ms: number): boolean => ((now += ms), look()),
    pass: (ms: number) => void (now += ms),
    enter: () => slice.enter(),
    steps: (ms: number): number => {
      now += ms;
      slice.look();
      let steps = 1;
      while (!slice.isDue()) steps++;
      return steps;
    },
  };
}

describe('a slice', () => {
  it('should be over after 8 ms of work, or one cycle that takes longer (2.5)', () => {
    expect(slicesOf(1, 4)).toEqual([9, 8, 8, 8]);
    expect(slicesOf(4, 4)).toEqual([3, 2, 2, 2]);
    expect(slicesOf(20, 4)).toEqual([2, 1, 1, 1]);
  });

  it('should begin as the loop is first entered, and last until the host has had its turn (2.5)', () => {
    const { slice, work } = sliceAt();
    expect(slice.isOver).toBe(false);
    expect([work(7), work(0.5), work(0.5), work(0)]).toEqual([false, false, true, true]);
    slice.renew();
    expect(slice.isOver).toBe(false);
    expect([work(7), work(1)]).toEqual([false, true]);
  });

  it('should add up the work of all entries, where the last steps were slow, and not what is between them (2.5)', () => {
    const { work, pass, enter } = sliceAt();
    expect(work(5)).toBe(false);
    pass(100);
    enter();
    expect(work(2)).toBe(false);
    pass(100);
    enter();
    expect(work(1)).toBe(true);
  });

  it('should, where they were quick, take 4 ms before an entry for idleness, in which the host had its turn (2.5)', () => {
    const { work, pass, enter, quick } = sliceAt();
    work(3);
    quick();
    pass(3.5);
    enter();
    expect(work(0)).toBe(false); // 6.5 ms of work, for all that is known.
    pass(3);
    enter();
    expect(work(0)).toBe(true);

    const idle = sliceAt();
    idle.work(3);
    idle.quick();
    idle.pass(4);
    idle.enter();
    expect([idle.work(0), idle.work(3), idle.work(3), idle.work(2)]).toEqual([false, false, false, true]);
  });

  it('should time entries again for 64 looks after a slow step (2.5)', () => {
    const { slice, work, pass, enter, quick } = sliceAt();
    work(5);
    quick(63);
    pass(3);
    enter();
    slice.look();
    expect(work(2.5)).toBe(false); // The 3 ms before the entry were no work.
    expect(work(0.5)).toBe(true);
  });

  it('should be spent where it is over and the last steps were slow (2.5)', () => {
    const { slice, work, quick } = sliceAt();
    work(7);
    expect(slice.isSpent).toBe(false);
    work(1);
    expect(slice.isSpent).toBe(true);
    quick();
    expect([slice.isOver, slice.isSpent]).toEqual([true, false]);
  });

  it('should look at the clock after 1, 2 and 4 steps, and after each where they are slow (2.5)', () => {
    const { steps } = sliceAt();
    expect([0.5, 0.5, 0.5, 0.5].map(steps)).toEqual([2, 4, 4, 4]);
    expect(steps(1)).toBe(1);
    expect(steps(0.99)).toBe(2);
  });

  it('should look at the clock at once where somebody else did and found that time has passed (2.5)', () => {
    const { slice, clock, steps, pass } = sliceAt();
    [0, 0, 0].forEach(steps);
    slice.look();
    expect(slice.isDue()).toBe(false);
    pass(0.5);
    clock.line();
    expect(slice.isDue()).toBe(false);
    pass(0.5);
    clock.line();
    expect(slice.isDue()).toBe(true);
  });

  it('should tell whether the clock has moved since the last look (2.5)', () => {
    const { slice, pass } = sliceAt();
    expect(slice.look()).toBe(false);
    pass(0.001);
    expect(slice.look()).toBe(true);
    expect(slice.look()).toBe(false);
  });
});
