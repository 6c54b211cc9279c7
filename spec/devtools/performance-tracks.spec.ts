import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { concat, map, NEVER, of, Subject, throwError, timer } from 'rxjs';
import { performanceTracks } from '../../lib/devtools/index.js';
import { smartPoll, type LoopEvent } from '../../lib/index.js';

describe('performanceTracks', () => {
  const { timeStamp } = console;
  /** What was drawn, as `label start end track group color`. */
  let drawn: string[] = [];
  beforeEach(() => {
    drawn = [];
    jest.useFakeTimers({ now: 0 });
    console.timeStamp = (...parts: unknown[]) => void drawn.push(parts.join(' '));
  });
  afterEach(() => {
    jest.useRealTimers();
    console.timeStamp = timeStamp;
  });
  const start = () => performance.now();

  it('should draw a bar for each first stage, in the track of its key, and for each turn', () => {
    const [values, zero] = [new Subject<number>(), start()];
    smartPoll({
      tasks: { a: { startDue: 0, project: () => values, next: () => undefined } },
      hooks: { h: { source: of(1), next: () => undefined } },
      onRun: () => undefined,
      monitor: performanceTracks({ label: (key) => `task ${key}` }),
    }).subscribe();
    jest.advanceTimersByTime(30);
    values.next(1);
    jest.advanceTimersByTime(10);
    values.complete();
    expect(drawn).toEqual([
      `onRun  ${zero} ${zero} turns smartPoll tertiary`,
      `next h ${zero} ${zero} turns smartPoll tertiary`,
      `next task a ${zero + 30} ${zero + 30} turns smartPoll tertiary`,
      `first stage ${zero} ${zero + 40} task a smartPoll primary`,
    ]);
  });

  it('should say which first stages failed and which were cancelled, also by the end of the run', () => {
    const zero = start();
    const run = smartPoll({
      tasks: {
        fails: { startDue: 0, retryDue: 1e6, project: () => throwError(() => 'e') },
        cancelled: { startDue: 0, project: () => NEVER },
        open: { startDue: 0, project: () => NEVER },
      },
      hooks: { h: { source: of(1), next: (_, loop) => loop.schedule('cancelled', 0) } },
      monitor: performanceTracks({ group: 'prices', label: (key) => key.toUpperCase() }),
    }).subscribe();
    jest.advanceTimersByTime(10);
    run.unsubscribe();
    expect(drawn.filter((text) => !text.includes('turns'))).toEqual([
      `failed ${zero} ${zero} FAILS prices error`,
      `cancelled ${zero} ${zero + 10} CANCELLED prices secondary-light`,
      `cancelled ${zero} ${zero + 10} OPEN prices secondary-light`,
    ]);
  });

  it('should draw a first stage that was over before the run as what it was, also if its turn was not', () => {
    const zero = start();
    const run = smartPoll({
      tasks: { a: { startDue: 0, project: () => timer(10), next: () => NEVER } },
      monitor: performanceTracks(),
    }).subscribe();
    jest.advanceTimersByTime(30);
    run.unsubscribe();
    expect(drawn).toEqual([
      `next a ${zero + 10} ${zero + 30} turns smartPoll tertiary`,
      `first stage ${zero} ${zero + 10} a smartPoll primary`,
    ]);
  });

  it('should draw a turn that fails, once', () => {
    const zero = start();
    const failing = smartPoll({
      tasks: { idle: { project: () => NEVER } },
      hooks: {
        h: {
          source: of(1),
          next: () =>
            timer(10).pipe(
              map(() => {
                throw new Error();
              }),
            ),
        },
      },
      monitor: performanceTracks(),
    });
    for (const ends of [10, 20]) {
      failing.subscribe({ error: () => undefined });
      jest.advanceTimersByTime(10);
      expect(drawn.at(-1)).toBe(`next h ${zero + ends - 10} ${zero + ends} turns smartPoll tertiary`);
    }
    expect(drawn).toHaveLength(2);
  });

  it('should leave out a key that cannot be named, and nothing else', () => {
    const zero = start();
    const loop$ = smartPoll({
      tasks: {
        a: { startDue: 0, project: () => NEVER },
        b: { startDue: 0, project: () => concat(of(1), NEVER), next: () => undefined },
        c: { startDue: 0, project: () => NEVER },
      },
      monitor: performanceTracks({
        label: (key) => {
          if (key === 'b') throw new Error();
          return key;
        },
      }),
    });
    for (const begins of [zero, zero + 10]) {
      drawn = [];
      const run = loop$.subscribe();
      jest.advanceTimersByTime(10);
      run.unsubscribe();
      expect(drawn).toEqual(
        ['a', 'c'].map((key) => `cancelled ${begins} ${begins + 10} ${key} smartPoll secondary-light`),
      );
    }
  });

  it('should draw a first stage that was cancelled by a handler', () => {
    const cancels = new Subject<void>();
    smartPoll({
      tasks: { b: { startDue: 0, project: () => NEVER } },
      hooks: { cancels: { source: cancels, next: (_, loop) => void loop.cancel('b') } },
      monitor: performanceTracks(),
    }).subscribe();
    cancels.next();
    expect(drawn.some((text) => /^cancelled .* b smartPoll secondary-light$/.test(text))).toBe(true);
  });

  it('should do nothing where the console has no such tracks', () => {
    console.timeStamp = undefined as never;
    const values: number[] = [];
    const tracks = performanceTracks();
    let told = 0;
    let failed = 0;
    // The loop hears nothing of what a monitor throws.
    const next = (event: LoopEvent): void => {
      told++;
      try {
        tracks.next(event);
      } catch {
        failed++;
      }
    };
    smartPoll({
      tasks: { a: { startDue: 0, project: () => of(1), next: (value) => [value] } },
      monitor: { next },
    }).subscribe((value) => values.push(value));
    expect([values, told > 5, failed]).toEqual([[1], true, 0]);
  });
});
