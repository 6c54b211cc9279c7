import { asyncScheduler, type SchedulerLike } from 'rxjs';

/**
 * Where a lease is kept: Redis, PostgreSQL, or anything else that can do these two things atomically. Ready-made ones are
 * `redisLease()` and `pgLease()`.
 *
 * Either call may be late, fail, or never answer.
 */
export interface LeaseDriver {
  /**
   * Takes the lease, or renews it where `id` holds it, for `ttl` milliseconds from now.
   *
   * @returns the token of the holder, a whole number above 0; or, where somebody else holds the lease, minus the milliseconds
   * until that ends. Each time the lease is taken its token is higher than ever before; a renewal answers the same one again.
   */
  hold(id: string, ttl: number): PromiseLike<number>;
  /** Gives the lease up, if `id` holds it. */
  release(id: string): PromiseLike<unknown>;
}

/** How a lease is kept. */
export interface LeaseOptions {
  /**
   * For how many milliseconds the lease is taken each time, 100 or more. If its holder dies, nobody has it for so long at most.
   *
   * @defaultValue 10 000
   */
  ttl?: number;
  /**
   * How often to ask, in milliseconds: how often a holder renews, and how soon the others see that it was given up.
   *
   * @defaultValue a fifth of `ttl`
   */
  renew?: number;
  /**
   * How many milliseconds before its end a holder stops trusting the lease: for timers that are late, and clocks that do not
   * run alike.
   *
   * @defaultValue a tenth of `ttl`
   */
  margin?: number;
  /**
   * Told what went wrong: with what a driver threw or rejected, or a `TypeError` for an answer that cannot be right. Of
   * failures in a row it is told the first. The lease itself never errors: it asks again.
   *
   * @defaultValue `console.warn`
   */
  report?: (error: unknown) => void;
  /**
   * The timer and the wall clock behind it all.
   *
   * @defaultValue `asyncScheduler`
   */
  scheduler?: SchedulerLike;
}

/** Checks the arguments of `lease()`, and gives its defaults. */
export function checkLease(driver: LeaseDriver, options: LeaseOptions): Required<LeaseOptions> {
  const { ttl = 10_000, scheduler = asyncScheduler, report = warn } = options;
  const { renew = ttl / 5, margin = ttl / 10 } = options;
  const isDriver = typeof driver?.hold === 'function' && typeof driver.release === 'function';
  check('driver', driver, isDriver, 'an object with hold() and release()');
  check('ttl', ttl, isNumber(ttl) && ttl >= 100 && ttl < 2 ** 31, 'milliseconds, from 100 to below 2 ** 31');
  check('margin', margin, isNumber(margin) && margin >= 0 && margin < ttl, 'milliseconds from 0, below ttl');
  check(
    'renew',
    renew,
    isNumber(renew) && renew > 0 && renew + margin < ttl,
    'milliseconds above 0, and with margin below ttl, or the lease runs out before it is renewed',
  );
  check('report', report, typeof report === 'function', 'a function');
  check('scheduler', scheduler, typeof scheduler?.schedule === 'function', 'a SchedulerLike');
  return { ttl, renew, margin, report, scheduler };
}

const isNumber = (value: unknown): value is number => typeof value === 'number';

const warn = (error: unknown): void => console.warn('smartPoll: lease:', error);

/** Throws the `TypeError` for what does not hold. */
export function check(name: string, got: unknown, holds: boolean, expected: string): void {
  if (!holds) throw new TypeError(`smartPoll: lease's ${name} must be ${expected}, got ${textOf(got)}`);
}

/** `value (type)`. Never throws. */
export function textOf(value: unknown): string {
  let text: string;
  try {
    text = String(value);
  } catch {
    text = 'an object without a text';
  }
  return `${text} (${value === null ? 'null' : typeof value})`;
}
