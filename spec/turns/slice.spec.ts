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

/** A slice beside a clock in the hands of the test; `step` lets time pass, and says whether the loop yields. */
function sliceAt() {
  let now = 0;
  const slice = new Slice({ line: () => now } as Clock);
  const look = (): boolean => {
    slice.instantIsNew();
    return slice.isOver();
  };
  return {
    slice,
    pass: (ms: number): boolean => {
      now += ms;
      return look();
    },
    look,
  };
}

describe('a slice', () => {
  it('should be over after 8 ms, or two cycles that take longer (2.5)', () => {
    expect(slicesOf(1, 4)).toEqual([9, 8, 8, 8]);
    expect(slicesOf(4, 4)).toEqual([3, 2, 2, 2]);
    expect(slicesOf(20, 4)).toEqual([2, 2, 2, 2]);
  });

  it('should begin at the first look, and anew after it was over (2.5)', () => {
    const { pass } = sliceAt();
    expect([pass(100), pass(7), pass(0.5), pass(0.5)]).toEqual([false, false, false, true]);
    expect([pass(1), pass(7), pass(1)]).toEqual([false, false, true]);
  });

  it('should begin anew where the host has had its turn (2.5)', () => {
    const { slice, pass } = sliceAt();
    expect([pass(1), pass(7)]).toEqual([false, false]);
    slice.renew();
    expect([pass(2), pass(7), pass(1)]).toEqual([false, false, true]);
  });

  it('should begin anew where the loop is entered after 4 ms of doing nothing, and not within it (2.5)', () => {
    const { slice, pass } = sliceAt();
    pass(0);
    pass(5);
    slice.enter();
    expect(pass(3.5)).toBe(true);
    pass(0);
    pass(5);
    slice.enter();
    expect([pass(4), pass(7), pass(1)]).toEqual([false, false, true]);
    pass(0);
    expect(pass(8)).toBe(true);
  });

  it('should be over all the same where that seems so 32 times in a row (2.5)', () => {
    const { slice, pass } = sliceAt();
    pass(0);
    const over = Array.from({ length: 34 }, () => {
      slice.enter();
      return pass(8);
    });
    expect(over.indexOf(true)).toBe(32);
  });

  it('should look at the clock after 1, 2, 4 … 64 steps, and after each where they are slow (2.5)', () => {
    let now = 0;
    const slice = new Slice({ line: () => now } as Clock);
    const stepsTo = (ms: number): number => {
      now += ms;
      slice.instantIsNew();
      let steps = 1;
      while (!slice.isDue()) steps++;
      return steps;
    };
    expect(stepsTo(1)).toBe(1); // From no look at all.
    expect([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5].map(stepsTo)).toEqual([2, 4, 8, 16, 32, 64, 64, 64]);
    expect(stepsTo(1)).toBe(1);
    expect(stepsTo(0.99)).toBe(2);
  });

  it('should tell whether the clock has moved since the last look (2.5)', () => {
    let now = 0;
    const slice = new Slice({ line: () => now } as Clock);
    expect(slice.instantIsNew()).toBe(true);
    expect(slice.instantIsNew()).toBe(false);
    now += 0.001;
    expect(slice.instantIsNew()).toBe(true);
  });
});
