import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { VirtualTime, type Clocks } from '../../website/playground/virtual-time.js';

const START = Date.UTC(2026, 0, 1);

/** A host of its own, so that the test keeps its clock. */
function createHost() {
  const thrown: unknown[] = [];
  const time = new VirtualTime(START, (error) => thrown.push(error));
  const host = {
    Date,
    performance: { now: () => 0 },
    AbortSignal: { timeout: AbortSignal.timeout },
  } as Clocks & {
    setTimeout: typeof setTimeout;
    clearTimeout: typeof clearTimeout;
    setInterval: typeof setInterval;
    clearInterval: typeof clearInterval;
  };
  time.install(host);
  const seen: string[] = [];
  const note = (what: string) => seen.push(`${time.elapsed} ${what}`);
  const instants: number[] = [];
  const pace = {
    settle: () => setImmediate(),
    onInstant: () => instants.push(time.elapsed),
    isLate: () => false,
  };
  return { time, host, seen, note, thrown, instants, run: (end: number) => time.runUntil(end, pace) };
}

describe('the virtual time of the playground', () => {
  it('should run timers in the order of their times, then of their making', async () => {
    const { host, seen, note, run } = createHost();
    host.setTimeout(() => note('b'), 200);
    host.setTimeout(() => note('c'), 200);
    host.setTimeout(() => note('a'), 100);
    expect(await run(1000)).toBe('over');
    expect(seen).toEqual(['100 a', '200 b', '200 c']);
  });

  it('should let Promises settle between two timers of one instant', async () => {
    const { host, seen, note, run } = createHost();
    host.setTimeout(
      () =>
        void Promise.resolve()
          .then(() => Promise.resolve())
          .then(() => note('promise')),
      100,
    );
    host.setTimeout(() => note('timer'), 100);
    await run(1000);
    expect(seen).toEqual(['100 promise', '100 timer']);
  });

  it('should repeat intervals, and stop what is cleared, also in its own call', async () => {
    const { host, seen, note, run } = createHost();
    let count = 0;
    const id = host.setInterval(() => {
      note('tick');
      if (++count === 3) host.clearInterval(id);
    }, 100);
    host.clearTimeout(host.setTimeout(() => note('never'), 50));
    expect(await run(1000)).toBe('over');
    expect(seen).toEqual(['100 tick', '200 tick', '300 tick']);
  });

  it('should end where it is told, with what is left still to come', async () => {
    const { host, seen, note, time, run } = createHost();
    host.setTimeout(() => note('at the end'), 1000);
    host.setTimeout(() => note('after it'), 1001);
    expect(await run(1000)).toBe('end');
    expect(seen).toEqual(['1000 at the end']);
    expect(time.elapsed).toBe(1000);
  });

  it('should give up when it takes too long', async () => {
    const { host, time } = createHost();
    const again = () => host.setTimeout(again, 0);
    again();
    let rounds = 0;
    const pace = { settle: () => Promise.resolve(), onInstant: () => undefined, isLate: () => ++rounds > 50 };
    expect(await time.runUntil(1000, pace)).toBe('late');
    expect(time.elapsed).toBe(0);
  });

  it('should show its time by all clocks', async () => {
    const { host, seen, note, run } = createHost();
    host.setTimeout(() => {
      const { Date } = host;
      note(`${Date.now() - START} ${new Date().getTime() - START} ${host.performance.now()}`);
      note(`${new Date(0).getTime()} ${new Date() instanceof Date} ${Date.UTC(2026, 0, 1) === START}`);
    }, 250);
    await run(1000);
    expect(seen).toEqual(['250 250 250 250', '250 0 true true']);
  });

  it('should abort signals with a timeout', async () => {
    const { host, run } = createHost();
    const signal = host.AbortSignal!.timeout(500);
    await run(499);
    expect(signal.aborted).toBe(false);
    await run(500);
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('should report what timers throw, and go on', async () => {
    const { host, seen, note, thrown, run } = createHost();
    host.setTimeout(() => {
      throw new Error('broken');
    }, 100);
    host.setTimeout(() => note('next'), 100);
    await run(1000);
    expect(thrown).toEqual([new Error('broken')]);
    expect(seen).toEqual(['100 next']);
  });

  it('should tell each instant once, when all of it has happened', async () => {
    const { host, instants, run } = createHost();
    host.setTimeout(() => host.setTimeout(() => undefined, 0), 100);
    host.setTimeout(() => undefined, 100);
    host.setTimeout(() => undefined, 300);
    await run(1000);
    expect(instants).toEqual([0, 100, 300]);
  });

  it('should take delays that a host does not take for 1 or 0', async () => {
    const { host, seen, note, run } = createHost();
    host.setTimeout(() => note('too long'), 2 ** 31);
    host.setTimeout(() => note('negative'), -5);
    host.setTimeout(() => note('none'));
    await run(1000);
    expect(seen).toEqual(['0 negative', '0 none', '1 too long']);
  });
});
