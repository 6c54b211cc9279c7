import { describe } from '../config/describe.js';

/** How delays grow from attempt to attempt. */
export interface BackoffOptions {
  /** The delay of attempt 1, in milliseconds. */
  initial: number;
  /** No delay is longer, in milliseconds. */
  max: number;
  /** Each delay is this many times the last, 1 or more; default 2. */
  factor?: number;
  /**
   * `'full'` (default) draws from 0 to the delay, `'equal'` from half of it to all of it, so that clients which
   * failed together do not come back together; `'none'` draws nothing.
   */
  jitter?: 'full' | 'equal' | 'none';
  /** What to draw with, from 0 to below 1, for tests; default `Math.random`. */
  random?: () => number;
}

/**
 * Maps an attempt to a delay that grows exponentially, for use with `loop.failures` in an `error` handler and
 * with RxJS's `retry({ delay })`, which both count from 1.
 *
 * ```ts
 * const delay = backoff({ initial: 1000, max: 60_000 });
 * error: (_, loop) => loop.schedule('weather', delay(loop.failures)),
 * ```
 *
 * @returns a function from the attempt, counted from 1, to milliseconds
 * @throws TypeError naming the option that is wrong
 */
export function backoff(options: BackoffOptions): (attempt: number) => number {
  const { initial, max, factor = 2, jitter = 'full', random = Math.random } = options;
  check('initial', initial, isDelay(initial), 'milliseconds, finite and not negative');
  check('max', max, isDelay(max), 'milliseconds, finite and not negative');
  check('factor', factor, isDelay(factor) && factor >= 1, 'a finite number from 1');
  check('jitter', jitter, ['full', 'equal', 'none'].includes(jitter), "'full', 'equal', 'none'");
  check('random', random, typeof random === 'function', 'a function');

  return (attempt) => {
    // Bounded, because an initial 0 times infinity would be NaN.
    const delay = Math.min(max, initial * Math.min(factor ** (attempt - 1), Number.MAX_VALUE));
    if (jitter === 'none') return delay;
    return jitter === 'full' ? random() * delay : (1 + random()) * (delay / 2);
  };
}

function isDelay(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value < Infinity;
}

function check(option: string, got: unknown, holds: boolean, expected: string): void {
  if (!holds) throw new TypeError(`smartPoll: backoff's ${option} must be ${expected}, got ${describe(got)}`);
}
