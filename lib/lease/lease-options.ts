import { asyncScheduler, type SchedulerLike } from 'rxjs';

/**
 * A store that keeps a lease: Redis, PostgreSQL, or anything else that can do these two things atomically. `redisLease()`
 * and `pgLease()` are ready-made drivers.
 *
 * Either call may be late, fail, or never be answered.
 */
export interface LeaseDriver {
  /**
   * Takes the lease, or renews it if `id` holds it, for `ttl` milliseconds from now.
   *
   * @param id - stands for one holding: after each loss there is another one
   * @returns the holder's token, a whole number above 0; or, if somebody else holds the lease, minus the milliseconds until
   * it ends. Each time the lease is taken, the token is higher than ever before; a renewal returns the same token again
   */
  hold(id: string, ttl: number): PromiseLike<number>;
  /** Gives up the lease, if `id` holds it. */
  release(id: string): PromiseLike<unknown>;
}

/** How a lease is kept. */
export interface LeaseOptions {
  /**
   * For how many milliseconds the lease is taken each time; 100 or more. If its holder dies, nobody holds the lease for at
   * most that long.
   *
   * @defaultValue 10_000
   */
  ttl?: number;
  /**
   * How often to ask, in milliseconds: how often the holder renews the lease, and how soon the others see that it was given
   * up.
   *
   * @defaultValue a fifth of `ttl`
   */
  renew?: number;
  /**
   * How many milliseconds before its end the holder stops trusting the lease: allows for late timers, and for clocks that
   * run at different speeds.
   *
   * @defaultValue a tenth of `ttl`
   */
  margin?: number;
  /**
   * Called when something goes wrong: with what the driver threw or rejected, or a `TypeError` for an answer that cannot be
   * right. Of several failures in a row it gets the first. The lease itself never errors: it asks again.
   *
   * @defaultValue `console.warn`
   */
  report?: (error: unknown) => void;
  /**
   * The timer and the wall clock.
   *
   * @defaultValue `asyncScheduler`
   */
  scheduler?: SchedulerLike;
}

/** Checks the arguments of `lease()`, and fills in the defaults. */
export function checkLease(driver: LeaseDriver, options: LeaseOptions): Required<LeaseOptions> {
  checkOptions('lease', options, 'ttl', 'renew', 'margin', 'report', 'scheduler');
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

/** Checks that `options` is an object, which has no options but these. */
export function checkOptions(of: string, options: object, ...names: string[]): void {
  check('options', options, typeof options === 'object' && options !== null, 'an object', of);
  for (const [name, value] of Object.entries(options))
    if (!names.includes(name)) fail(`${of}'s ${name} is not one of the options ${names.join(', ')}`, value);
}

/** Throws a `TypeError` unless `holds`. */
export function check(name: string, got: unknown, holds: boolean, expected: string, of = 'lease'): void {
  if (!holds) fail(`${of}'s ${name} must be ${expected}`, got);
}

function fail(text: string, got: unknown): never {
  throw new TypeError(`smartPoll: ${text}, got ${textOf(got)}`);
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
