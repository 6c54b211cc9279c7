import type { ObservableInput } from 'rxjs';
import type { Due } from './due.js';
import type { HandlerResult } from './handler-result.js';
import type { Overlap } from './overlap.js';
import type { TaskContext } from './task-context.js';
import type { TaskLoop } from './task-loop.js';

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
   * The first stage: returns anything RxJS can subscribe to. A throw is an error notification. A Promise
   * completes with its value, so the key stops running as that value's turn ends (1.8).
   */
  project(context: TaskContext<K>): ObservableInput<V>;
  /** Handles each value in a turn. Without it, values are dropped without a turn (3.8). */
  next?(value: NoInfer<V>, loop: TaskLoop<K>): HandlerResult<R>;
  /** Handles an error of the first stage in a turn. Without it, the error ends the run (4.2). */
  error?(error: any, loop: TaskLoop<K>): HandlerResult<R>;
  /** Called for each first stage that completes, in a turn of its own after its last value's (3.8). */
  complete?(loop: TaskLoop<K>): HandlerResult<R>;
  /** When the key is due first, evaluated in each run; default: unscheduled (1.10). */
  startDue?: Due | null | ((now: Date) => Due | null);
  /**
   * When the key is due again as a run of it ends, in milliseconds or computed then, unless a call set
   * or cleared its schedule since the start; also after an error that was handled, not after `cancel`.
   * Default: only handlers reschedule (1.10).
   */
  repeatDue?: number | ((now: Date) => Due | null);
  /** Higher starts first among ready keys; default 0 (5.4). */
  priority?: number;
  /** What becomes of a tick while the key runs; default `'latch'` (5.5). */
  overlap?: Overlap;
  /** Milliseconds between two starts, at least: a start that would come sooner waits; default 0 (5.11). */
  minInterval?: number;
}
