import { describe, expect, it } from '@jest/globals';
import { defer, of, retry, throwError, timer } from 'rxjs';
import fc from 'fast-check';
import { backoff, smartPoll } from '../../lib/index.js';
import { marbles } from '../support/marbles.js';

describe('backoff', () => {
  const attempts = [1, 2, 3, 4, 5, 6];

  it('should double from the initial delay at attempt 1 up to the maximum', () => {
    const delay = backoff({ initial: 100, max: 1000, jitter: 'none' });
    expect(attempts.map((attempt) => delay(attempt))).toEqual([100, 200, 400, 800, 1000, 1000]);
  });

  it('should multiply by the factor, which may be a fraction above 1, or 1', () => {
    const delays = (factor: number) =>
      attempts.map((attempt) => backoff({ initial: 100, max: 1000, factor, jitter: 'none' })(attempt));
    expect(delays(3)).toEqual([100, 300, 900, 1000, 1000, 1000]);
    expect(delays(1.5)).toEqual([100, 150, 225, 337.5, 506.25, 759.375]);
    expect(delays(1)).toEqual([100, 100, 100, 100, 100, 100]);
  });

  it('should draw from 0 to the whole delay with full jitter', () => {
    const draws = [0, 0.25, 0.5, 0.999];
    const delays = (attempt: number) =>
      draws.map((draw) => backoff({ initial: 100, max: 1000, jitter: 'full', random: () => draw })(attempt));
    expect(delays(1)).toEqual([0, 25, 50, 99.9]);
    expect(delays(3)).toEqual([0, 100, 200, 399.6]);
    expect(delays(9)).toEqual([0, 250, 500, 999]);
  });

  it('should draw from half to the whole delay with equal jitter', () => {
    const draws = [0, 0.25, 0.5, 0.999];
    const delays = (attempt: number) =>
      draws.map((draw) => backoff({ initial: 100, max: 1000, jitter: 'equal', random: () => draw })(attempt));
    expect(delays(1)).toEqual([50, 62.5, 75, 99.95]);
    expect(delays(9)).toEqual([500, 625, 750, 999.5]);
  });

  it('should not get shorter before it has reached max, with its default jitter, which is equal', () => {
    const low = backoff({ initial: 100, max: 800, random: () => 0 });
    const high = backoff({ initial: 100, max: 800, random: () => 1 - Number.EPSILON });
    expect([1, 2, 3, 4, 5].map(low)).toEqual([50, 100, 200, 400, 400]);
    for (const attempt of [1, 2, 3]) expect(high(attempt)).toBeLessThanOrEqual(low(attempt + 1));
  });

  it('should draw anew each time, and not at all without jitter', () => {
    let draws = 0;
    const random = () => (++draws, 0.5);
    const full = backoff({ initial: 100, max: 1000, jitter: 'full', random });
    full(1);
    full(1);
    expect(draws).toBe(2);
    backoff({ initial: 100, max: 1000, jitter: 'none', random })(1);
    expect(draws).toBe(2);
  });

  it('should stay within its bounds, and a due that a loop takes, for any attempt (1.9)', () => {
    const jitter = fc.constantFrom('full' as const, 'equal' as const, 'none' as const);
    // Half of what is next to nothing (5e-324) has no exact value.
    const number = (min: number, max: number) =>
      fc.double({ min, max, noNaN: true }).map((value) => (value < 1e-300 ? 0 : value));
    fc.assert(
      fc.property(
        jitter,
        number(0, 1e6),
        number(0, 1e9),
        number(1, 10),
        fc.integer({ min: 1, max: 1e9 }),
        number(0, 0.9999),
        (kind, initial, more, factor, attempt, draw) => {
          const max = initial + more;
          const delay = backoff({ initial, max, factor, jitter: kind, random: () => draw })(attempt);
          const whole = backoff({ initial, max, factor, jitter: 'none' })(attempt);
          expect(whole).toBeGreaterThanOrEqual(initial);
          expect(whole).toBeLessThanOrEqual(max);
          expect(delay).toBeGreaterThanOrEqual(kind === 'full' ? 0 : kind === 'equal' ? whole / 2 : whole);
          expect(delay).toBeLessThanOrEqual(whole);
        },
      ),
    );
  });

  it('should use Math.random by default, within the bounds', () => {
    const delay = backoff({ initial: 100, max: 1000, jitter: 'full' });
    const draws = new Set(Array.from({ length: 20 }, () => delay(3)));
    expect(draws.size).toBeGreaterThan(1);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...draws)).toBeLessThan(400);
  });

  it('should refuse what makes no delay, naming the option', () => {
    const bad: [string, object][] = [
      ['initial', { initial: NaN, max: 1 }],
      ['initial', { initial: -1, max: 1 }],
      ['initial', { initial: '1', max: 1 }],
      ['max', { initial: 1, max: NaN }],
      ['factor', { initial: 1, max: 2, factor: 0 }],
      ['factor', { initial: 1, max: 2, factor: NaN }],
      ['jitter', { initial: 1, max: 2, jitter: 'some' }],
      ['random', { initial: 1, max: 2, random: 0.5 }],
    ];
    for (const [property, options] of bad) {
      expect(() => backoff(options as Parameters<typeof backoff>[0])).toThrow(
        expect.objectContaining({ name: 'TypeError', message: expect.stringContaining(property) }),
      );
    }
  });

  it(
    "should fit RxJS's retry({ delay }), which counts from 1, too",
    marbles(({ expectObservable }) => {
      const expected = '-------(v|)';
      const delay = backoff({ initial: 1, max: 4, jitter: 'none' });
      let calls = 0;
      const source$ = defer(() => (++calls < 4 ? throwError(() => new Error('not yet')) : of('v')));
      expectObservable(source$.pipe(retry({ delay: (_, attempt) => timer(delay(attempt)) }))).toBe(expected);
    }),
  );

  it(
    'should, with loop.failures, space the retries of a task, starting over after a value (4.9)',
    marbles(({ expectObservable }) => {
      const unsub = '     --------------------!';
      const expected = '  ee-e---v----ee-e---v-';
      const delay = backoff({ initial: 1, max: 8, jitter: 'none' });
      let starts = 0;
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => (++starts % 4 ? throwError(() => new Error('not yet')) : of('v')),
            next: (v, loop) => {
              loop.schedule('work', 5);
              return [v];
            },
            error: (_, loop) => {
              loop.schedule('work', delay(loop.failures));
              return ['e'];
            },
          },
        },
      });
      expectObservable(source$, unsub).toBe(expected);
    }),
  );
});
