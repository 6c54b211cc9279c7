import type { Observable, Observer, SchedulerLike, ObservableInput } from 'rxjs';
import type { Hook } from './hook.js';
import type { LoopEvent } from './loop-event.js';
import type { ControlLoop, HandlerResult, Task } from './task.js';

/** A handler that is called as a run starts, before any task does (4.1). */
export type OnRun<K, R = unknown> = (loop: ControlLoop<K>) => HandlerResult<R>;

/**
 * The configuration of `smartPoll()`, checked when that is called (4.8).
 *
 * `smartPoll()` infers all type parameters. For a configuration written ahead of the call, name its
 * keys: `const config = { … } satisfies SmartPollConfig<'a' | 'b'>`.
 *
 * @typeParam K - the keys, of `tasks` and `entries` together
 * @typeParam T - `tasks`
 * @typeParam E - one of `entries`
 * @typeParam H - `hooks`
 * @typeParam N - `onRun`
 */
export interface SmartPollConfig<
  K,
  T = { readonly [P in K & string]?: Task<K> },
  E = readonly [K, Task<K>],
  H = { readonly [name: string]: Hook<K> },
  N = OnRun<K> | readonly OnRun<K>[],
> {
  /** The tasks by their keys. */
  tasks?: T;
  /** More tasks, as `[key, task]`, such as a `Map`: for keys that are not strings, are many, or come later. */
  entries?: Iterable<E>;
  /** Event sources and their handlers, by name. */
  hooks?: H;
  /** Called in order as the first turns of a run, before any task starts (4.1). */
  onRun?: N;
  /** How many first stages run at once; default `Infinity` (5.3). */
  concurrent?: number;
  /**
   * How long a turn may last, in milliseconds. One that lasts longer ends the run with a `TurnTimeoutError`.
   *
   * @defaultValue no limit
   */
  turnTimeout?: number;
  /** While the last value of any of these is true nothing starts; due keys start on resuming (5.8). */
  pause?: Observable<boolean> | readonly Observable<boolean>[];
  /** Its first value drains the run, as `loop.drain()` does (5.2). */
  drain?: ObservableInput<unknown>;
  /** An observer, or several, that get every `LoopEvent`; only `next` is called. Without one, nothing is spent on them (7.1). */
  monitor?: Partial<Observer<LoopEvent<K>>> | readonly Partial<Observer<LoopEvent<K>>>[];
  /** The clock and the timer behind everything; default `asyncScheduler` (6.1). */
  scheduler?: SchedulerLike;
}
