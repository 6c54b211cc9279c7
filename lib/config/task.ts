import type { InteropObservable, Observable } from 'rxjs';
import type { Due } from './due.js';
import type { NativeObservable, StreamInput } from './stream-input.js';

// Tasks, the loop that their handlers get, and what it can add and explain refer to each other, so they share a file.

/**
 * The work of one key, in two stages: `project` runs in the background, beside that of other keys; then the handlers
 * run, one at a time across the whole loop.
 *
 * @typeParam K - the keys of the loop that the handlers get
 * @typeParam V - the values that `project` produces
 * @typeParam R - what the handlers emit
 */
export interface Task<K, V = any, R = unknown> {
  /**
   * Starts the work, such as a request: the first stage.
   *
   * It may return anything RxJS can subscribe to, or a native Observable. If it throws, that counts as an error of the
   * first stage. A Promise completes with its value, so the key has stopped running when the turn of that value ends.
   */
  project(context: TaskContext<K>): StreamInput<V>;
  /**
   * Handles each value of the first stage, in a turn of its own: no other handler of the loop runs meanwhile.
   *
   * ```ts
   * next: (price, loop) => {
   *   loop.schedule('price', price.moving ? 1_000 : 10_000);
   *   return [price];
   * }
   * ```
   *
   * @param value - what the first stage yielded
   * @param loop - sets schedules, during this turn only
   * @returns what the loop is to emit: nothing, or an array, Observable, Promise or async iterable. The turn lasts until
   * that completes
   * @defaultValue values are dropped
   */
  next?(value: NoInfer<V>, loop: TaskLoop<K>): HandlerResult<R>;
  /**
   * Handles an error of the first stage; to try again, reschedule the key here, or set `retryDue`.
   *
   * @defaultValue the error ends the run, unless `retryDue` says when to try again
   * @see [Errors](../../docs/guides/errors.md)
   */
  error?(error: any, loop: TaskLoop<K>): HandlerResult<R>;
  /**
   * Called when the first stage completes, after the turn of its last value.
   *
   * @defaultValue completion is not handled
   */
  complete?(loop: TaskLoop<K>): HandlerResult<R>;
  /**
   * When the key is first due: milliseconds from the start of the run, a `Date`, or a function of the current time.
   * Evaluated anew in each run.
   *
   * @defaultValue the key is not scheduled
   */
  startDue?: Due | null | ((now: Date) => Due | null);
  /**
   * When the key is due again after a run of it: milliseconds from the end of that run, or a function called at its end.
   * Not used if a call has set or cleared the schedule since the run started, nor after `cancel`. Used after an error
   * that was handled.
   *
   * @defaultValue the key is not rescheduled, except by handlers
   */
  repeatDue?: number | ((now: Date) => Due | null);
  /**
   * How long the first stage may take, in milliseconds from its start. After that it fails with RxJS's `TimeoutError`,
   * which is also the reason its `signal` is aborted with. A Promise that has not settled by then no longer counts: its
   * key may start again. With `0`, anything that does not end synchronously fails.
   *
   * @defaultValue no limit
   * @see [Timeouts and hung work](../../docs/guides/timeouts.md)
   */
  timeout?: number;
  /**
   * When to try again after the first stage fails: milliseconds, or a function of the number of errors since the key's
   * last value (this one included) and the error. The result of `backoff()` fits as it is. `null` gives up: the error is
   * treated as if there were no `retryDue`. An `error` handler, if there is one, has its turn first.
   *
   * @defaultValue an error without a handler ends the run
   * @see [Retries and rate limits](../../docs/guides/retries-and-rate-limits.md)
   */
  retryDue?: number | ((failures: number, error: any) => Due | null);
  /**
   * Where `failures` starts counting from, until the first value: for a loop that takes over from another process.
   *
   * @defaultValue 0
   */
  startFailures?: number;
  /**
   * Among ready keys, those with a higher priority start first.
   *
   * @defaultValue 0
   */
  priority?: number;
  /**
   * The limits it shares with other tasks, by their names in `limits` of the configuration. The key starts only when all
   * of them have room.
   *
   * @defaultValue none
   * @see [Sharing a quota](../../docs/guides/sharing-a-quota.md)
   */
  limit?: string | readonly string[];
  /**
   * What one start costs against the `rate` of its limits; above 0.
   *
   * @defaultValue 1
   */
  cost?: number;
  /**
   * What happens to a tick while the key is running.
   *
   * @defaultValue `'latch'`: the key starts once more, right after
   * @see [Overlap](../../docs/guides/overlap.md)
   */
  overlap?: Overlap;
  /**
   * The least time between two starts, in milliseconds: a start that would come sooner waits, even a retry. It schedules
   * nothing by itself: to poll from start to start, use `repeatDue: 0` with it.
   *
   * @defaultValue 0
   */
  minInterval?: number;
}

/** What `project` is called with. */
export interface TaskContext<K = any> {
  /** The key that was started; one task object may serve any number of keys. */
  readonly key: K;
  /**
   * Aborted when this first stage is unsubscribed, fails, or exceeds its `timeout`. It is unsubscribed when the run ends or
   * is unsubscribed, and when the key is cancelled, removed, or started again under `overlap: 'switch'`. Created when
   * first read.
   */
  readonly signal: AbortSignal;
}

/**
 * What happens to a tick of a key that is still running, in RxJS's words:
 *
 * - `'latch'` (default): the key starts once, right after its last turn, however often it came due.
 * - `'exhaust'`: the tick is dropped.
 * - `'concat'`: ticks are counted and played one after the other.
 * - `'switch'`: the running first stage is cancelled, and the key starts.
 * - `'merge'`: the key starts; any number may run at once.
 *
 * Ticks are looked at between two turns: a key whose run ends with the current turn counts as not running.
 * The `monitor` is told of latched and dropped ticks.
 */
export type Overlap = 'latch' | 'exhaust' | 'concat' | 'switch' | 'merge';

/**
 * What a handler may return: nothing, or a stream whose values are the output and whose completion ends the turn.
 * `undefined` is not output; `null` is. A string, a `Map` or a number does not compile, and at run time ends the run with
 * a `TypeError`.
 */
export type HandlerResult<R> =
  | void
  | Observable<R>
  | InteropObservable<R>
  | NativeObservable<R>
  | PromiseLike<R | void>
  | AsyncIterable<R>
  | readonly R[];

/**
 * What every handler gets as its last argument, and the only way to change a schedule.
 *
 * It works only during its own turn, which lasts until what the handler returned completes; used later, it throws
 * `StaleLoopError`. Its methods can be destructured: `(value, { schedule }) => …`.
 *
 * A method that is given an unknown key, an unknown limit or an invalid due throws, and changes nothing.
 */
export interface ControlLoop<K> {
  /**
   * Sets when `key` is due, whatever its schedule was: the last call wins.
   *
   * ```ts
   * next: (status, loop) => loop.schedule('status', status.busy ? 1_000 : 10_000)
   * ```
   *
   * @param due - milliseconds from now, or a `Date`; `0` or a past date means as soon as this turn is over, and `null` clears
   * the schedule
   * @throws UnknownKeyError for a key that does not exist
   * @throws RangeError for `NaN`, an infinite or negative number or an invalid `Date`; TypeError for any other type
   * @throws StaleLoopError after this turn has ended
   */
  schedule(key: K, due: Due | null): void;
  /**
   * Schedules `key` at `due`, unless it is already due by then.
   *
   * ```ts
   * next: (_, loop) => loop.scheduleSooner('summary', 50) // However many values there are, within 50 ms of the first.
   * ```
   *
   * @param due - milliseconds from now, or a `Date`
   * @throws UnknownKeyError for a key that does not exist
   * @throws RangeError for `NaN`, an infinite or negative number or an invalid `Date`; TypeError for any other type
   * @throws StaleLoopError after this turn has ended
   */
  scheduleSooner(key: K, due: Due): void;
  /**
   * Clears the schedule of `key`, even if it is ready to start; a run in progress goes on.
   *
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  unschedule(key: K): void;
  /**
   * Stops the timer of `key`.
   *
   * @returns whether the key is already ready to start, in which case it stays ready
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  stopTimer(key: K): boolean;
  /**
   * Tells when `key` is due.
   *
   * @returns a date, which is past while the key is ready; `undefined` if it is not scheduled, or held without an end
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  dueTime(key: K): Date | undefined;
  /**
   * Tells whether `key` is running: from the start of its first stage to the end of the last turn that it caused.
   *
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  isRunning(key: K): boolean;
  /**
   * Cancels the run of `key`: unsubscribes its first stage and aborts its signal.
   *
   * What the first stage has yielded and is still to yield is dropped. The schedule stays as it is. A Promise that has not
   * settled still counts as running. If a teardown throws, the run ends.
   *
   * @returns whether the key was running
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  cancel(key: K): boolean;
  /**
   * Keeps `key` from starting before `due`, whatever schedules it.
   *
   * What is scheduled meanwhile is kept and waits, so a refresh cannot break the silence that a server asked for. A run in
   * progress goes on. A later `hold` replaces an earlier one. A hold with an end outlasts the removal of its key and the
   * end of the run.
   *
   * @param due - milliseconds from now, or a `Date`; `null` holds the key until `release`
   * @throws UnknownKeyError for a key that does not exist
   * @throws RangeError for `NaN`, an infinite or negative number or an invalid `Date`; TypeError for any other type
   * @throws StaleLoopError after this turn has ended
   */
  hold(key: K, due: Due | null): void;
  /**
   * Ends the hold of `key`: it starts again as its schedule says.
   *
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  release(key: K): void;
  /**
   * Keeps all keys of a limit from starting before `due`, including those that are running and reschedule themselves.
   *
   * A later `holdLimit` replaces an earlier one, even if it ends sooner: with several requests in flight, see
   * [how to keep the longest](../../docs/guides/sharing-a-quota.md#429-silence-for-a-whole-host). A hold with an end
   * outlasts the run.
   *
   * ```ts
   * error: (error, loop) => {
   *   if (error.status === 429) loop.holdLimit('host', retryAfter(error.headers['retry-after']) ?? 10_000);
   * }
   * ```
   *
   * @param due - milliseconds from now, or a `Date`; `null` holds them until `releaseLimit`
   * @throws UnknownLimitError for a limit that is not configured
   * @throws RangeError for `NaN`, an infinite or negative number or an invalid `Date`; TypeError for any other type
   * @throws StaleLoopError after this turn has ended
   */
  holdLimit(limit: string, due: Due | null): void;
  /**
   * Ends the hold of a limit.
   *
   * @throws UnknownLimitError for a limit that is not configured
   * @throws StaleLoopError after this turn has ended
   */
  releaseLimit(limit: string): void;
  /**
   * Explains why `key` is or is not running now: a `reason` to switch on, and a `message` to read.
   *
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  explain(key: K): Explanation;
  /**
   * Adds a task for the rest of this run; its `startDue` applies at once.
   *
   * @throws TypeError for a key that exists, or an invalid task
   * @throws RangeError or TypeError if its `startDue` is an invalid due, and whatever a `startDue` function throws
   * @throws StaleLoopError after this turn has ended
   */
  add<V>(key: K, task: Task<K, V, any>): void;
  /**
   * Removes a key for the rest of this run: cancels and unschedules it.
   *
   * If this is the key's own turn, the turn ends normally.
   *
   * @throws UnknownKeyError for a key that does not exist
   * @throws StaleLoopError after this turn has ended
   */
  remove(key: K): void;
  /**
   * Tells whether `key` is one of this run's keys.
   *
   * @throws StaleLoopError after this turn has ended
   */
  has(key: K): boolean;
  /**
   * Lists this run's keys, in the order in which they were configured and added.
   *
   * @throws StaleLoopError after this turn has ended
   */
  keys(): K[];
  /**
   * Brings the run to an orderly end: nothing new starts, what is in progress is finished, then the run completes.
   *
   * Clears all schedules and unsubscribes all sources. Events that are queued and first stages that are running still get
   * their turns.
   *
   * @throws StaleLoopError after this turn has ended
   */
  drain(): void;
  /**
   * Reads the run's wall clock, in milliseconds since the epoch; in tests it is virtual.
   *
   * @throws StaleLoopError after this turn has ended
   */
  now(): number;
  /**
   * Aborted when this turn is torn down before its end, as when the run is unsubscribed. Created when first read.
   *
   * @throws StaleLoopError after this turn has ended
   */
  readonly signal: AbortSignal;
}

/** The loop that the handlers of a task get. */
export interface TaskLoop<K> extends ControlLoop<K> {
  /**
   * The key whose first stage caused this turn.
   *
   * @throws StaleLoopError after this turn has ended
   */
  readonly key: K;
  /**
   * How many errors the key has had since its last value, counted from its `startFailures`. In an `error` handler this
   * includes the present error; in a `next` handler it is 0.
   *
   * @throws StaleLoopError after this turn has ended
   */
  readonly failures: number;
}

/**
 * Why a key is or is not running now: a `reason` to switch on, and a `message` to read.
 *
 * - `unscheduled`: nothing will start it until it is scheduled.
 * - `waiting`: it waits for its timer, until `dueTime`.
 * - `held`: it is held until `until`, or until it is released if there is none; its schedule is kept.
 * - `ready`: it is due, and starts when the turn in progress ends.
 * - `running`: it has been running since `since`. If it has a `dueTime`, it is due again and starts after this run; with
 *   `overlap: 'exhaust'`, only if the run ends in this turn. Otherwise nothing is scheduled after this run yet.
 * - `paused`: it is due, and starts when nothing pauses the run any more.
 * - `concurrent`: it is due, but no slot is free; `place` is its place in line, from 1.
 * - `limit`: it is due, but `limit` has no room; `place` is its place in line there, from 1, and `until` is when there will
 *   be room, if only time has to pass.
 * - `draining`: the run is draining; nothing starts any more.
 * - `leftovers`: it is due, but the run waits for work left over from an earlier one; only `TaskStates` says so.
 * - `stopped`: there is no active run; only `TaskStates` says so.
 */
export type Explanation = {
  /** A sentence a person can read. */
  readonly message: string;
} & (
  | { readonly reason: 'unscheduled' | 'draining' | 'stopped' }
  | { readonly reason: 'waiting' | 'ready' | 'paused' | 'leftovers'; readonly dueTime: Date }
  | { readonly reason: 'running'; readonly dueTime: Date | undefined; readonly since: Date }
  | { readonly reason: 'held'; readonly until: Date | undefined }
  | { readonly reason: 'concurrent'; readonly dueTime: Date; readonly place: number }
  | {
      readonly reason: 'limit';
      readonly dueTime: Date;
      readonly limit: string;
      readonly place: number;
      readonly until: Date | undefined;
    }
);
