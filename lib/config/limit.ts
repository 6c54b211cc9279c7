import type { InteropObservable, Observable } from 'rxjs';
import type { NativeObservable } from './stream-input.js';

/** A value that stays, or an Observable of values, of this RxJS, of any other, or of the platform, whose last one counts. */
export type Changing<T> = T | Observable<T> | InteropObservable<T> | NativeObservable<T>;

/** How many starts are allowed in how long. */
export interface Rate {
  /** What the starts may cost together in any span of `per` milliseconds; a start costs 1 unless its task says otherwise. */
  readonly starts: number;
  /** The length of the span, in milliseconds. */
  readonly per: number;
}

/**
 * A quota that tasks share, because it belongs to a host, a line or an account: a task names it in `limit`, and starts
 * only where there is room.
 *
 * ```ts
 * smartPoll({
 *   limits: { host: { concurrent: 2, rate: { starts: 20, per: 1_000 } } },
 *   tasks: { prices: { limit: 'host', startDue: 0, project: () => fetch('/prices') } },
 * });
 * ```
 */
export interface Limit {
  /**
   * How many first stages of its tasks run at once. An Observable may change that: fewer stop nothing that runs, more
   * start at once; before its first value nothing starts.
   *
   * @defaultValue no limit
   */
  readonly concurrent?: Changing<number>;
  /**
   * How many may start in how long, in any span of that length, also across restarts of the loop. An Observable may change
   * that; before its first value nothing starts.
   *
   * @defaultValue no limit
   */
  readonly rate?: Changing<Rate>;
}
