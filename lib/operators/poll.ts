import { defer, map, type MonoTypeOperatorFunction, type ObservableNotification } from 'rxjs';
import { describe } from '../config/describe.js';
import type { Due } from '../config/due.js';
import { dueError } from '../config/due.js';
import type { SmartPollConfig } from '../config/smart-poll-config.js';
import { smartPoll } from '../smart-poll.js';

/** What may be set beside the due: the options of the loop underneath. */
export type PollConfig = Pick<SmartPollConfig<'poll'>, 'pause' | 'drain' | 'monitor' | 'scheduler'>;

/**
 * Subscribes to the source again after each completion, when `due` says so: the control loop for a single
 * source.
 *
 * ```text
 * source      -a-|
 * sourceSubs  ^--!
 *                   ^--!
 *                         ^--!
 * poll(3)     -a-----a-----a-----
 * ```
 *
 * With a number, an error of the source is an error of the result. A function decides about it too: it gets
 * the last notification of each round, `N` with the last value, `E` with the error, or `C` for a source that
 * completed without a value. `null` ends it: the result completes, or errors if the round did.
 *
 * Values pass through the loop's turns, so a synchronous source is read to its end even if the result was
 * unsubscribed meanwhile.
 *
 * @param due - milliseconds from the end of a round to the next, or a function that returns a due, or `null`
 * @param config - `pause`, `drain`, `monitor` and `scheduler` of the loop underneath
 * @throws TypeError for a due that is neither a number nor a function, such as a `Date`, which would not repeat
 * @throws RangeError for a number that is negative, infinite or `NaN`. What the function returns is refused as an error notification
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
  const options = { pause, drain, monitor, scheduler } as PollConfig; // By name, for `config` may be of a class.
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
              return [[value] as const]; // In a tuple, because `undefined` is no output of a loop.
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
