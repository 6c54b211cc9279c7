import { defer, map, type MonoTypeOperatorFunction, type ObservableNotification } from 'rxjs';
import { describe } from '../config/describe.js';
import type { Due } from '../config/due.js';
import { dueError } from '../config/due.js';
import type { SmartPollConfig } from '../config/smart-poll-config.js';
import { smartPoll } from '../smart-poll.js';

/** The further options of `poll()`: those of the loop underneath. */
export type PollConfig = Pick<SmartPollConfig<'poll'>, 'pause' | 'drain' | 'monitor' | 'scheduler'>;

/**
 * Subscribes to the source again after each completion, when `due` says: a control loop for a single source.
 *
 * ```text
 * source      -a-|
 * sourceSubs  ^--!
 *                   ^--!
 *                         ^--!
 * poll(3)     -a-----a-----a-----
 * ```
 *
 * With a number, an error of the source is an error of the result. A function decides about errors, too. It gets the last
 * notification of each round: `N` with the last value, `E` with the error, or `C` if the source completed without a value.
 * If it returns `null`, the result completes, or errors if the round did.
 *
 * Values pass through the loop's turns, so a synchronous source is read to its end, even if the result is unsubscribed
 * meanwhile.
 *
 * @param due - milliseconds from the end of a round to the next, or a function that returns a due or `null`
 * @param config - `pause`, `drain`, `monitor` and `scheduler` of the loop underneath
 * @returns an operator; if a `due` function returns an invalid due, its result errors with a `RangeError` or `TypeError`
 * @throws TypeError for a due that is neither a number nor a function, such as a `Date`, which would not repeat
 * @throws RangeError for a number that is negative, infinite or `NaN`
 * @see [Porting from rxjs-poll and from timer + exhaustMap](../../docs/guides/porting-from-rxjs-poll-and-timer-exhaustmap.md)
 *
 * @example
 * ```ts
 * defer(() => fetch('/price').then((response) => response.json()))
 *   .pipe(poll(10_000, { pause: pageHidden() }))
 *   .subscribe(show);
 * ```
 */
export function poll<T>(
  due: number | ((last: ObservableNotification<T>) => Due | null),
  config: PollConfig = {},
): MonoTypeOperatorFunction<T> {
  if (typeof due !== 'function' && typeof due !== 'number')
    throw new TypeError(
      `smartPoll: poll got ${describe(due)}: it takes milliseconds, or a function that returns a due`,
    );
  const error = typeof due === 'number' ? dueError(due, () => 'poll') : undefined;
  if (error !== undefined) throw error;
  const { pause, drain, monitor, scheduler } = config;
  const options = { pause, drain, monitor, scheduler } as PollConfig; // By name: `config` may be a class instance.
  return (source) =>
    defer(() => {
      let last: ObservableNotification<T>;
      return smartPoll({
        ...options,
        tasks: {
          poll: {
            startDue: 0,
            project: () => {
              last = { kind: 'C' };
              return source;
            },
            next: (value) => {
              last = { kind: 'N', value };
              return [[value] as const]; // In a tuple, because `undefined` is not output of a loop.
            },
            error: (error: unknown, loop) => {
              const next = typeof due === 'number' ? null : due({ kind: 'E', error });
              if (next === null) throw error;
              loop.schedule('poll', next);
            },
            complete: (loop) => loop.schedule('poll', typeof due === 'number' ? due : due(last)),
          },
        },
      }).pipe(map(([value]) => value));
    });
}
