import type { NgZone } from '@angular/core';
import { describe, expect, it } from '@jest/globals';
import { asyncScheduler, VirtualTimeScheduler } from 'rxjs';
import { outsideScheduler } from '../../lib/angular/watched-loop.js';

describe('outsideScheduler', () => {
  let outside = false;
  const zone = {
    runOutsideAngular(work: () => unknown) {
      outside = true;
      try {
        return work();
      } finally {
        outside = false;
      }
    },
  } as NgZone;

  it('should have the clock of asyncScheduler, known as such (6.5)', () => {
    expect(outsideScheduler(asyncScheduler, zone).now).toBe(asyncScheduler.now);
  });

  it('should have the clock of any other, and set its timers outside the zone (6.1)', () => {
    const scheduler = new VirtualTimeScheduler();
    const set: boolean[] = [];
    const watched = {
      now: () => scheduler.now(),
      schedule: (...args: Parameters<typeof scheduler.schedule>) => {
        set.push(outside);
        return scheduler.schedule(...args);
      },
    };
    const { now, schedule } = outsideScheduler(watched as typeof scheduler, zone);
    const seen: number[] = [];
    schedule(() => void seen.push(now()), 7);
    scheduler.flush();
    expect(set).toEqual([true]);
    expect(seen).toEqual([7]);
  });
});
