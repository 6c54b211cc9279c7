import type { StreamInput } from './stream-input.js';
import type { ControlLoop, HandlerResult } from './task.js';

/**
 * An event source and the handlers of its notifications, which take turns with all other handlers.
 *
 * @typeParam K - the keys of the loop that the handlers get
 * @typeParam V - the values of the source
 * @typeParam R - what the handlers emit
 */
export interface Hook<K, V = any, R = unknown> {
  /**
   * Subscribed to once in each run, when the run starts. An async iterable is pulled one element at a time, the next only
   * after the turn of the last; unsubscribing calls its `return()`.
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
   * Called when the source completes, after the turn of its last value.
   *
   * @defaultValue completion is not handled
   */
  complete?(loop: ControlLoop<K>): HandlerResult<R>;
  /**
   * The size of its mailbox, and what happens to an event when it is full.
   *
   * @defaultValue unlimited
   */
  buffer?: HookBuffer;
  /**
   * Whether the run stays alive until the source completes. With `false`, the run completes as if this hook were not there.
   *
   * @defaultValue true
   */
  keepsAlive?: boolean;
}

/**
 * The limit of a hook's mailbox. `{ limit: 1, overflow: 'drop-oldest' }` keeps only the latest event.
 */
export interface HookBuffer {
  /** How many events may be queued, not counting the one being handled. */
  limit: number;
  /**
   * What happens to an event when the mailbox is full: the oldest queued event is dropped, or the new one. With `'error'`
   * the source is unsubscribed, and once the queued events are handled, the `error` handler gets a `BufferOverflowError`.
   */
  overflow: 'error' | 'drop-oldest' | 'drop-newest';
}
