import type { Due } from './due.js';
import type { Explanation } from './explanation.js';
import type { Task } from './task.js';

/**
 * What every handler gets as its last argument, and the only way to touch a schedule.
 *
 * It works only inside its own turn, up to the completion of an asynchronous one; used later it
 * throws `StaleLoopError` (4.7). Its methods can be taken off it: `(value, { schedule }) => …`.
 * Every method that takes a key, but `has` and `add`, throws `UnknownKeyError` for one that is not there, and,
 * where it takes a due, `RangeError` for `NaN`, an infinite or negative number or an invalid `Date`, and `TypeError` for
 * `undefined` or another type; it then changes nothing (1.9).
 */
export interface ControlLoop<K> {
  /**
   * Schedules `key` at `due` (milliseconds from now, or a `Date`), from any state: a future due waits
   * for its full time, `0` and a past date make the key ready, `null` unschedules it (1.1 to 1.4).
   */
  schedule(key: K, due: Due | null): void;
  /** Schedules `key` at `due` unless it is scheduled no later than that already (1.5). */
  scheduleSooner(key: K, due: Due): void;
  /** Clears timer and readiness of `key` (1.4). */
  unschedule(key: K): void;
  /** Stops the timer of `key`; returns whether the key is ready, and then leaves it so (1.6). */
  stopTimer(key: K): boolean;
  /** When `key` is due, in the past while it is ready; `undefined` when it is unscheduled (1.7). */
  dueTime(key: K): Date | undefined;
  /** Whether `key` runs: from the start of its first stage until the last turn that caused has ended (1.8). */
  isRunning(key: K): boolean;
  /**
   * Unsubscribes and aborts the running first stage of `key`, drops its queued turns and whatever it
   * still yields; returns whether it was running. The schedule is untouched. A Promise that has not
   * settled still counts as running (5.1). A teardown that throws ends the run with its error, here and in
   * `remove` and `drain`.
   */
  cancel(key: K): boolean;
  /** Why `key` does or does not run now (7.3). */
  explain(key: K): Explanation;
  /**
   * Adds a task for this run; its `startDue` applies at once. Throws `TypeError` for an existing key or a bad
   * task, and what its `startDue` throws, or `RangeError` or `TypeError` for a bad due that it returns (5.6).
   */
  add(key: K, task: Task<K, any, any>): void;
  /** Removes a key for this run: cancels and unschedules it. Its own turn in progress ends normally (5.6). */
  remove(key: K): void;
  /** Whether `key` is one of this run's keys (5.6). */
  has(key: K): boolean;
  /** This run's keys, in the order in which they were configured and added (5.6). */
  keys(): K[];
  /**
   * Clears all schedules and unsubscribes all sources; nothing starts any more. Events already queued
   * and first stages already running still get their turns, then the run completes (5.2).
   */
  drain(): void;
  /** The run's wall clock in milliseconds since the epoch, virtual in tests (4.10). */
  now(): number;
  /** Aborted when this turn is torn down before its end; made when read (4.10). */
  readonly signal: AbortSignal;
}
