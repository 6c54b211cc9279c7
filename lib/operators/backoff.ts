import { describe } from '../config/describe.js';

/** How delays grow from attempt to attempt. */
export interface BackoffOptions {
  /** The delay of attempt 1, in milliseconds. */
  initial: number;
  /** The longest delay, in milliseconds. */
  max: number;
  /**
   * Each delay is this many times the one before; 1 or more.
   *
   * @defaultValue 2
   */
  factor?: number;
  /**
   * How delays are randomized, so that clients that failed together do not come back together: `'equal'` picks a time
   * between half of the delay and all of it, `'full'` between 0 and all of it, `'none'` takes the delay as it is.
   *
   * @defaultValue `'equal'`
   */
  jitter?: 'full' | 'equal' | 'none';
  /**
   * The source of randomness, from 0 to below 1; to be replaced in tests.
   *
   * @defaultValue `Math.random`
   */
  random?: () => number;
}

/**
 * Makes a function that turns the number of an attempt into a delay that grows exponentially.
 *
 * That function fits `retryDue` as it is. It counts attempts from 1, like `loop.failures` in an `error` handler and RxJS's
 * `retry({ delay: (_, attempt) => timer(delay(attempt)) })`.
 *
 * @returns a function from the attempt, counted from 1, to milliseconds
 * @throws TypeError naming the option that is wrong
 * @see [Retries and rate limits](../../docs/guides/retries-and-rate-limits.md)
 *
 * @example
 * ```ts
 * smartPoll({
 *   tasks: {
 *     weather: {
 *       startDue: 0,
 *       repeatDue: 10_000,
 *       retryDue: backoff({ initial: 20_000, max: 60_000 }),
 *       project: () => fetch('/weather').then((response) => response.json()),
 *     },
 *   },
 * }).subscribe();
 * ```
 */
export function backoff(options: BackoffOptions): (attempt: number) => number {
  const { initial, max, factor = 2, jitter = 'equal', random = Math.random } = options;
  check('initial', initial, isDelay(initial), 'milliseconds, finite and not negative');
  check('max', max, isDelay(max), 'milliseconds, finite and not negative');
  check('factor', factor, isDelay(factor) && factor >= 1, 'a finite number from 1');
  check('jitter', jitter, ['full', 'equal', 'none'].includes(jitter), "'full', 'equal', 'none'");
  check('random', random, typeof random === 'function', 'a function');

  return (attempt) => {
    // Bounded, because an initial delay of 0 times infinity would be NaN.
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
