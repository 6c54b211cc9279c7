import type { Signal } from '@angular/core';
import type { Observable } from 'rxjs';
import type { TaskState } from './task-state.js';

/**
 * A control loop as signals: what `injectSmartPoll()` returns. It ends with the injector it was made in.
 *
 * @typeParam K - the keys of the loop
 * @typeParam O - what its handlers emit
 */
export interface SmartPollRef<K, O> {
  /** What the loop emitted last, also after it has ended and while it runs anew; `undefined` before. */
  readonly value: Signal<O | undefined>;
  /**
   * `'running'` from each start on; `'complete'` or `'error'` once the loop has ended by itself; `'idle'`
   * before the first start, after `stop()`, after destruction, and on a server that does not poll, or has the first
   * value (`server: 'first'`).
   */
  readonly status: Signal<'idle' | 'running' | 'complete' | 'error'>;
  /** The error that ended the loop, until it is started again; an error that a handler takes is none. */
  readonly error: Signal<unknown>;
  /**
   * The keys of the loop and what each is up to, made from the monitor (7.1). What changes in a turn shows
   * when the turn ends; the state of a key that has not changed is the same object as before.
   */
  readonly tasks: Signal<ReadonlyMap<K, TaskState>>;
  /**
   * What the loop emits from now on, whichever run of it; hot, and outside the Angular zone, unless a hook's
   * source emits inside it. It completes with the injector, and never fails: see `error`.
   */
  readonly values$: Observable<O>;
  /**
   * Starts the loop; one that is running is stopped first, as by `stop()`. Does nothing once destroyed. Throws what
   * a teardown throws, as `stop()` does, once it has started.
   */
  restart(): void;
  /** Stops the loop: timers, requests, handlers; aborts the `signal` of each first stage (4.3). */
  stop(): void;
}
