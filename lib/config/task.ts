import type { InteropObservable, Observable } from 'rxjs';
import type { Due } from './due.js';
import type { NativeObservable, StreamInput } from './stream-input.js';

// A task, the loop that its handlers get, and what that loop can add and explain refer to each other, so they stand in one file.

/**
 * A key's work in two stages: `project` runs in the background, the handlers one at a time, in step
 * with everything else.
 *
 * @typeParam K - the keys of the loop its handlers get
 * @typeParam V - the values of the first stage
 * @typeParam R - what the handlers emit
 */
export interface Task<K, V = any, R = unknown> {
  /**
   * The first stage: returns anything RxJS can subscribe to, or a native Observable. A throw is an error notification. A Promise
   * completes with its value, so the key stops running as that value's turn ends.
   */
  project(context: TaskContext<K>): StreamInput<V>;
  /**
   * Handles each value of the first stage; no other handler runs meanwhile.
   *
   * @defaultValue values are dropped
   */
  next?(value: NoInfer<V>, loop: TaskLoop<K>): HandlerResult<R>;
  /**
   * Handles an error of the first stage; schedule the key here, or set `retryDue`, for it to be tried again.
   *
   * @defaultValue the error ends the run, unless `retryDue` says when to try again
   */
  error?(error: any, loop: TaskLoop<K>): HandlerResult<R>;
  /**
   * Called as a first stage completes, after the turn of its last value.
   *
   * @defaultValue a completion has no turn
   */
  complete?(loop: TaskLoop<K>): HandlerResult<R>;
  /**
   * When the key is due first: milliseconds from the start of the run, a `Date`, or a function of the time; evaluated in each run.
   *
   * @defaultValue the key is not scheduled
   */
  startDue?: Due | null | ((now: Date) => Due | null);
  /**
   * When the key is due again as a run of it ends: in so many milliseconds, or what a function answers then. It does not apply
   * where a call has set or cleared the schedule since the start, nor after `cancel`; after an error that was handled it does.
   *
   * @defaultValue only handlers schedule it again
   */
  repeatDue?: number | ((now: Date) => Due | null);
  /**
   * How long the first stage may take, in milliseconds from its start. Then it fails with RxJS's `TimeoutError`, and its
   * `signal` is aborted with that as the reason. A Promise that has not settled by then counts no more: its key may
   * start again. `0` fails what does not end synchronously.
   *
   * @defaultValue no limit
   */
  timeout?: number;
  /**
   * When to try again after the first stage has failed: milliseconds, or a function of the key's errors since its last value,
   * this one included, and the error. What `backoff()` returns fits as it is. `null` gives up: the error is then treated as
   * if there were no `retryDue`. The `error` handler, where there is one, has its turn before.
   *
   * @defaultValue an error that no handler takes ends the run
   */
  retryDue?: number | ((failures: number, error: any) => Due | null);
  /**
   * What `failures` counts on from, until the first value: for a loop that takes over from another process.
   *
   * @defaultValue 0
   */
  startFailures?: number;
  /**
   * Higher starts first among ready keys.
   *
   * @defaultValue 0
   */
  priority?: number;
  /**
   * The limits, of those that the configuration names in `limits`, that it shares with other tasks: it starts when all of
   * them have room.
   *
   * @defaultValue none
   */
  limit?: string | readonly string[];
  /**
   * What one start costs of the `rate` of its limits; above 0.
   *
   * @defaultValue 1
   */
  cost?: number;
  /**
   * What becomes of a tick while the key runs.
   *
   * @defaultValue `'latch'`: it starts once more, right after
   */
  overlap?: Overlap;
  /**
   * How many milliseconds there are between two starts, at least: a start that would come sooner waits.
   *
   * @defaultValue 0
   */
  minInterval?: number;
}

/** What the first stage of a task is called with. */
export interface TaskContext<K = any> {
  /** The key that was started; one task object may serve any number of keys. */
  readonly key: K;
  /**
   * Aborted when this first stage is unsubscribed: the run ended, was unsubscribed, or the key was
   * cancelled, removed, or started again under `overlap: 'switch'`. It is aborted too where the first stage fails or its
   * `timeout` is over. Made when read.
   */
  readonly signal: AbortSignal;
}

/**
 * What becomes of a tick of a key that still runs, in RxJS's words:
 *
 * - `'latch'` (default): the key starts once, right after its last turn, however often it came due.
 * - `'exhaust'`: the tick is dropped.
 * - `'concat'`: ticks are counted and played one after the other.
 * - `'switch'`: the running first stage is cancelled, and the key starts.
 * - `'merge'`: the key starts; any number run at once.
 *
 * Ticks are looked at between two turns: a key whose run ends with the turn counts as not running.
 * Latched and dropped ticks are told to the `monitor`.
 */
export type Overlap = 'latch' | 'exhaust' | 'concat' | 'switch' | 'merge';

/**
 * What a handler may return: nothing, or something asynchronous whose completion ends the turn and
 * whose values are the output. `undefined` is not output; `null` is. A string, a `Map` or a
 * number is a compile error, and a `TypeError` that ends the run.
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
 * What every handler gets as its last argument, and the only way to touch a schedule.
 *
 * It works only inside its own turn, up to the completion of an asynchronous one; used later it
 * throws `StaleLoopError`. Its methods can be taken off it: `(value, { schedule }) => …`.
 * Every method that takes a key, but `has` and `add`, throws `UnknownKeyError` for one that is not there, and,
 * where it takes a due, `RangeError` for `NaN`, an infinite or negative number or an invalid `Date`, and `TypeError` for
 * `undefined` or another type; it then changes nothing.
 */
export interface ControlLoop<K> {
  /**
   * Sets when `key` is due, whatever its schedule was: the last call wins.
   *
   * ```ts
   * next: (status, loop) => loop.schedule('status', status.busy ? 1_000 : 10_000)
   * ```
   *
   * @param due - milliseconds from now, or a `Date`; `0` or a past date: as soon as this turn is over; `null`: unscheduled
   * @throws UnknownKeyError for a key that is not there
   * @throws RangeError for `NaN`, an infinite or negative number or an invalid `Date`; TypeError for another type
   */
  schedule(key: K, due: Due | null): void;
  /**
   * Schedules `key` at `due`, unless it is scheduled no later than that already.
   *
   * @param due - milliseconds from now, or a `Date`
   * @throws UnknownKeyError for a key that is not there
   * @throws RangeError for `NaN`, an infinite or negative number or an invalid `Date`; TypeError for another type
   */
  scheduleSooner(key: K, due: Due): void;
  /**
   * Clears the schedule of `key`, also where it is ready to start; what runs goes on.
   *
   * @throws UnknownKeyError for a key that is not there
   */
  unschedule(key: K): void;
  /**
   * Stops the timer of `key`.
   *
   * @returns whether the key is ready to start already, and is left so
   * @throws UnknownKeyError for a key that is not there
   */
  stopTimer(key: K): boolean;
  /**
   * When `key` is due.
   *
   * @returns a date, in the past while it is ready; `undefined` where it is unscheduled, or held without an end
   * @throws UnknownKeyError for a key that is not there
   */
  dueTime(key: K): Date | undefined;
  /**
   * Whether `key` runs: from the start of its first stage to the end of the last turn that this caused.
   *
   * @throws UnknownKeyError for a key that is not there
   */
  isRunning(key: K): boolean;
  /**
   * Unsubscribes the running first stage of `key`, aborts its signal, and drops what it has yielded and still yields. The
   * schedule is untouched. A Promise that has not settled still counts as running. A teardown that throws ends the run.
   *
   * @returns whether it was running
   * @throws UnknownKeyError for a key that is not there
   */
  cancel(key: K): boolean;
  /**
   * Holds `key`: it does not start before `due`, whatever schedules it. What is scheduled meanwhile is kept and waits, so
   * that a refresh cannot break the silence that a server asked for. `null` holds it until `release`. A later `hold`
   * replaces an earlier one; what runs goes on. A hold with an end is remembered when the key is removed and added again,
   * and from one run to the next.
   *
   * @param due - milliseconds from now, or a `Date`; `null` for no end
   * @throws UnknownKeyError for a key that is not there; RangeError or TypeError for an invalid due
   */
  hold(key: K, due: Due | null): void;
  /**
   * Ends the hold of `key`: what is due starts, as its schedule says.
   *
   * @throws UnknownKeyError for a key that is not there
   */
  release(key: K): void;
  /**
   * Holds all keys of a limit: none of them starts before `due`, also none that is under way and schedules itself. `null`
   * holds them until `releaseLimit`. A later `holdLimit` replaces an earlier one; a hold with an end is remembered from one
   * run to the next.
   *
   * ```ts
   * error: (error, loop) => {
   *   if (error.status === 429) loop.holdLimit('host', retryAfter(error.headers['retry-after']) ?? 10_000);
   * }
   * ```
   *
   * @param due - milliseconds from now, or a `Date`; `null` for no end
   * @throws UnknownLimitError for a limit that is not configured; RangeError or TypeError for an invalid due
   */
  holdLimit(limit: string, due: Due | null): void;
  /**
   * Ends the hold of a limit.
   *
   * @throws UnknownLimitError for one that is not configured
   */
  releaseLimit(limit: string): void;
  /**
   * Why `key` does or does not run now: a `reason` to switch on, and a `message` to read.
   *
   * @throws UnknownKeyError for a key that is not there
   */
  explain(key: K): Explanation;
  /**
   * Adds a task for this run; its `startDue` applies at once.
   *
   * @throws TypeError for a key that exists or a bad task; RangeError or TypeError for a bad due of its `startDue`, or what that throws
   */
  add<V>(key: K, task: Task<K, V, any>): void;
  /**
   * Removes a key for this run: cancels and unschedules it. Its own turn in progress ends normally.
   *
   * @throws UnknownKeyError for a key that is not there
   */
  remove(key: K): void;
  /** Whether `key` is one of this run's keys. */
  has(key: K): boolean;
  /** This run's keys, in the order in which they were configured and added. */
  keys(): K[];
  /**
   * Clears all schedules and unsubscribes all sources; nothing starts any more. Events already queued
   * and first stages already running still get their turns, then the run completes.
   */
  drain(): void;
  /** The run's wall clock in milliseconds since the epoch, virtual in tests. */
  now(): number;
  /** Aborted when this turn is torn down before its end, as when the run is unsubscribed; made when read. */
  readonly signal: AbortSignal;
}

/** The loop a task's handlers get. */
export interface TaskLoop<K> extends ControlLoop<K> {
  /** The key whose first stage caused this turn. */
  readonly key: K;
  /** The key's errors since its last value in this run, this one included. */
  readonly failures: number;
}

/**
 * Why a key does or does not run now: `reason` to switch on, `message` to read.
 *
 * - `unscheduled`: nothing will start it until it is scheduled.
 * - `waiting`: it waits for its timer, until `dueTime`.
 * - `held`: held until `until`, or until it is released where there is none; what was scheduled is kept.
 * - `ready`: due; it starts when the turn in progress ends.
 * - `running`: it runs, `since` then. Where it has a `dueTime`, it is due and starts after that run; with
 *   `overlap: 'exhaust'`, if that ends in this turn. Without one, nothing schedules it after that yet.
 * - `paused`: due, and starts when nothing pauses the run.
 * - `concurrent`: due, without a free slot; `place` is its place in line, from 1.
 * - `limit`: due, without room at `limit`; `place` is its place in line there, from 1, and `until` when there will be room
 *   for it, where time alone makes it.
 * - `draining`: the run is draining; nothing starts any more.
 * - `leftovers`: due, but the run waits for what is left of an earlier one; said by `TaskStates` alone.
 * - `stopped`: no run goes on; said by `TaskStates` alone.
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
