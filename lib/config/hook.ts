import type { StreamInput } from './stream-input.js';
import type { ControlLoop, HandlerResult } from './task.js';

/**
 * An event source and the handlers of its notifications, which join the same turns (3).
 *
 * @typeParam K - the keys of the loop its handlers get
 * @typeParam V - the values of the source
 * @typeParam R - what the handlers emit
 */
export interface Hook<K, V = any, R = unknown> {
  /**
   * Subscribed to once a run, as it starts. An async iterable is pulled one element at a time, the next
   * only after the turn of the last; unsubscribing calls its `return()` (5.9).
   */
  source: StreamInput<V>;
  /** Handles each value in a turn. Without it, values are dropped without a turn (3.8). */
  next?(value: NoInfer<V>, loop: ControlLoop<K>): HandlerResult<R>;
  /** Handles an error of the source in a turn. Without it, the error ends the run (4.2). */
  error?(error: any, loop: ControlLoop<K>): HandlerResult<R>;
  /** Called once as the source completes, after its last value's turn (3.6). */
  complete?(loop: ControlLoop<K>): HandlerResult<R>;
  /** Its mailbox: how many events may queue and what becomes of one more; default: unlimited (5.9). */
  buffer?: HookBuffer;
  /**
   * Whether the run goes on for as long as the source has not completed. With `false`, it completes as if this hook were
   * not there (4.6).
   *
   * @defaultValue true
   */
  keepsAlive?: boolean;
}

/**
 * The limits of a hook's mailbox (5.9). `limit` counts queued events, not the one being handled.
 * `{ limit: 1, overflow: 'drop-oldest' }` keeps the latest. With `'error'` the source is unsubscribed
 * and its `error` handler gets a `BufferOverflowError` after what is queued.
 */
export interface HookBuffer {
  limit: number;
  overflow: 'error' | 'drop-oldest' | 'drop-newest';
}
