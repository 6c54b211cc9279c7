import { describe, expect, it } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { interval, of, Subject, VirtualTimeScheduler } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { marbles } from '../support/marbles.js';

/** A task that reschedules itself with 0 as often as this allows. */
const spinning = (more: (cycle: number) => boolean) => {
  let cycle = 0;
  return {
    startDue: 0,
    project: () => of((cycle += 1)),
    next: (_: number, loop: { schedule(key: 'a', due: number): void }) => {
      if (more(cycle)) loop.schedule('a', 0);
    },
  };
};

const stackDepth = (): number => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = Infinity;
  const depth = new Error().stack!.split('\n').length;
  Error.stackTraceLimit = stackTraceLimit;
  return depth;
};

describe('a key that reschedules itself with 0', () => {
  it('should go through a million cycles in constant stack while an interval ticks (2.5)', async () => {
    const cycles = 1_000_000;
    const depths = new Set<number>();
    let ticks = 0;
    const ticking = interval(5).subscribe(() => ticks++);
    let done = 0;
    await new Promise<void>((resolve, reject) => {
      const task = spinning((cycle) => {
        done = cycle;
        if (cycle % 100_000 === 50_000) depths.add(stackDepth());
        return cycle < cycles;
      });
      smartPoll({ tasks: { a: task } }).subscribe({ complete: resolve, error: reject });
    });
    ticking.unsubscribe();

    expect(done).toBe(cycles);
    expect(Math.max(...depths)).toBeLessThan(100);
    expect(ticks).toBeGreaterThan(3);
  }, 240_000);

  it('should let I/O, immediates and timers happen, and unsubscribing work (2.5)', async () => {
    let cycles = 0;
    const subscription = smartPoll({
      tasks: { a: spinning((cycle) => ((cycles = cycle), true)) },
    }).subscribe();

    await readFile(__filename);
    await new Promise(setImmediate);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cycles).toBeGreaterThan(1);
    subscription.unsubscribe();
    const before = cycles;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(cycles).toBe(before);
  });

  it('should let events come in while it spins (2.5)', async () => {
    const events = new Subject<string>();
    const handled: string[] = [];
    const subscription = smartPoll({
      tasks: { a: spinning(() => true) },
      hooks: { events: { source: events, next: (event) => void handled.push(event) } },
    }).subscribe();

    for (let i = 0; i < 3; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      events.next(`event ${i}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    subscription.unsubscribe();
    expect(handled).toEqual(['event 0', 'event 1', 'event 2']);
  });

  it(
    'should end the run with an error after a million turns in one virtual instant (2.5)',
    marbles(({ flush }) => {
      let cycles = 0;
      let error: unknown;
      const task = spinning((cycle) => ((cycles = cycle), true));
      smartPoll({ tasks: { a: { ...task, startDue: 5 } } }).subscribe({
        error: (thrown) => (error = thrown),
      });
      flush();
      expect(error).toBeInstanceOf(Error);
      expect((error as Error).message).toMatch(/^smartPoll: .*turns/);
      expect(cycles).toBeGreaterThanOrEqual(1_000_000);
      expect(cycles).toBeLessThan(1_001_000); // the clock is not looked at in every turn
    }),
    60_000,
  );

  it('should not end a run for a million turns that virtual time lies between (2.5)', () => {
    const scheduler = new VirtualTimeScheduler();
    const errors: unknown[] = [];
    let cycles = 0;
    let completed = false;
    const task = {
      startDue: 0,
      project: () => of((cycles += 1)),
      next: (_: number, loop: { schedule(key: 'a', due: number): void }) => {
        if (cycles < 1_100_000) loop.schedule('a', cycles % 1_000 === 0 ? 1 : 0);
      },
    };
    smartPoll({ tasks: { a: task }, scheduler }).subscribe({
      error: (error) => errors.push(error),
      complete: () => (completed = true),
    });
    scheduler.flush();

    expect(errors).toEqual([]);
    expect(completed).toBe(true);
    expect(cycles).toBe(1_100_000);
  }, 240_000);
});
