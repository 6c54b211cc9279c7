import type { Observable, Observer, SchedulerLike, ObservableInput } from 'rxjs';
import type { ControlLoop } from './control-loop.js';
import type { HandlerResult } from './handler-result.js';
import type { Hook } from './hook.js';
import type { LoopEvent } from './loop-event.js';
import type { Task } from './task.js';

/** A handler that is called as a run starts, before any task does (4.1). */
export type OnRun<K, R = any> = (loop: ControlLoop<K>) => HandlerResult<R>;

/** The configuration of `smartPoll()`, checked when that is called (4.8). */
export interface SmartPollConfig<K, R = any> {
  /** The tasks by their keys. */
  tasks?: { readonly [P in string]?: Task<K, any, R> };
  /** More tasks, as `[key, task]`, such as a `Map`: for keys that are not strings, are many, or come later. */
  entries?: Iterable<readonly [K, Task<K, any, R>]>;
  /** Event sources and their handlers, by name. */
  hooks?: { readonly [name: string]: Hook<K, any, R> };
  /** Called in order as the first turns of a run, before any task starts (4.1). */
  onRun?: OnRun<K, R> | readonly OnRun<K, R>[];
  /** How many first stages run at once; default `Infinity` (5.3). */
  concurrent?: number;
  /** While the last value of any of these is true nothing starts; due keys start on resuming (5.8). */
  pause?: Observable<boolean> | readonly Observable<boolean>[];
  /** Its first value drains the run, as `loop.drain()` does (5.2). */
  drain?: ObservableInput<unknown>;
  /** Gets every `LoopEvent`; only its `next` is called. Without one, nothing is spent on them (7.1). */
  monitor?: Partial<Observer<LoopEvent<K>>>;
  /** The clock and the timer behind everything; default `asyncScheduler` (6.1). */
  scheduler?: SchedulerLike;
}
