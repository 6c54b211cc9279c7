import type { InteropObservable, Observable } from 'rxjs';
import type { NativeObservable } from './stream-input.js';

/** A fixed value, or an Observable of values, of which the last one counts. */
export type Changing<T> = T | Observable<T> | InteropObservable<T> | NativeObservable<T>;

/** How many starts are allowed within how much time. */
export interface Rate {
  /**
   * How many starts there may be in any span of `per` milliseconds. A start counts as the `cost` of its task, by default 1.
   * Servers count requests as they arrive, which may be closer together: leave a margin, such as a `per` that is longer.
   */
  readonly starts: number;
  /** The length of the span, in milliseconds. */
  readonly per: number;
}

/**
 * A quota that tasks share, such as that of a host, a line or an account. A task names it in `limit`, and starts only
 * when the limit has room.
 *
 * ```ts
 * smartPoll({
 *   limits: { host: { concurrent: 2, rate: { starts: 20, per: 1_250 } } }, // for 20 a second, with a margin
 *   tasks: {
 *     prices: { limit: 'host', startDue: 0, project: () => fetch('/prices').then((response) => response.json()) },
 *   },
 * });
 * ```
 */
export interface Limit {
  /**
   * How many of its tasks may run at once. A run counts until the last of its handlers is done. So with `1`, a handler can
   * hold the limit before the next task starts. A server may still be working on a request that timed out here: if it limits
   * how many are in flight, set this one lower.
   *
   * An Observable may change the number: lowering it stops nothing that is running, raising it lets more start immediately.
   * Before its first value nothing starts.
   *
   * @defaultValue no limit
   */
  readonly concurrent?: Changing<number>;
  /**
   * How many may start within how much time: in any span of that length, even across restarts of the loop. An Observable
   * may change it; before its first value nothing starts.
   *
   * @defaultValue no limit
   */
  readonly rate?: Changing<Rate>;
}
