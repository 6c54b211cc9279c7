import type { StreamInput } from './stream-input.js';
import type { ControlLoop, HandlerResult } from './task.js';

/**
 * An event source and the handlers of its notifications, which join the same turns.
 *
 * @typeParam K - the keys of the loop its handlers get
 * @typeParam V - the values of the source
 * @typeParam R - what the handlers emit
 */
export interface Hook<K, V = any, R = unknown> {
  /**
   * Subscribed to once a run, as it starts. An async iterable is pulled one element at a time, the next
   * only after the turn of the last; unsubscribing calls its `return()`.
   */
  source: StreamInput<V>;
  /**
   * Handles each value of the source; no other handler runs meanwhile.
   *
   * @defaultValue values are dropped
   */
  next?(value: NoInfer<V>, loop: ControlLoop<K>): HandlerResult<R>;
  /**
   * Handles an error of the source.
   *
   * @defaultValue the error ends the run
   */
  error?(error: any, loop: ControlLoop<K>): HandlerResult<R>;
  /**
   * Called once as the source completes, after the turn of its last value.
   *
   * @defaultValue a completion has no turn
   */
  complete?(loop: ControlLoop<K>): HandlerResult<R>;
  /**
   * Its mailbox: how many events may queue, and what becomes of one more.
   *
   * @defaultValue unlimited
   */
  buffer?: HookBuffer;
  /**
   * Whether the run goes on for as long as the source has not completed. With `false`, it completes as if this hook were
   * not there.
   *
   * @defaultValue true
   */
  keepsAlive?: boolean;
}

/**
 * The limits of a hook's mailbox. `limit` counts queued events, not the one being handled.
 * `{ limit: 1, overflow: 'drop-oldest' }` keeps the latest. With `'error'` the source is unsubscribed
 * and its `error` handler gets a `BufferOverflowError` after what is queued.
 */
export interface HookBuffer {
  limit: number;
  overflow: 'error' | 'drop-oldest' | 'drop-newest';
}
