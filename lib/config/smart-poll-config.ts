import type { InteropObservable, Observable, Observer, SchedulerLike } from 'rxjs';
import type { Hook } from './hook.js';
import type { Changing, Limit } from './limit.js';
import type { LoopEvent } from './loop-event.js';
import type { NativeObservable, StreamInput } from './stream-input.js';
import type { ControlLoop, HandlerResult, Task } from './task.js';

/** A handler that is called as a run starts, before any task does. */
export type OnRun<K, R = unknown> = (loop: ControlLoop<K>) => HandlerResult<R>;

/** What `pause` takes: an Observable of this RxJS, of any other, or of the platform. */
export type PauseSource = Observable<boolean> | InteropObservable<boolean> | NativeObservable<boolean>;

/**
 * The configuration of `smartPoll()`, checked when that is called: its options, of which `tasks` or `entries`
 * must be there.
 *
 * `smartPoll()` infers all type parameters. For a configuration written ahead of the call, name its
 * keys: `const config = { … } satisfies SmartPollConfig<'a' | 'b'>`.
 *
 * @typeParam K - the keys, of `tasks` and `entries` together
 * @typeParam T - `tasks`
 * @typeParam E - `entries`
 * @typeParam H - `hooks`
 * @typeParam N - `onRun`
 */
export type SmartPollConfig<
  K,
  T = { readonly [P in K & string]?: Task<K> },
  E = Iterable<readonly [K, Task<K>]>,
  H = { readonly [name: string]: Hook<K> },
  N = OnRun<K> | readonly OnRun<K>[],
> = SmartPollOptions<K, T, E, H, N> & ({ tasks: T } | { entries: E });

/** The options of `SmartPollConfig`, with its type parameters. */
export interface SmartPollOptions<K, T, E, H, N> {
  /** The tasks by their keys. */
  tasks?: T;
  /** More tasks, as `[key, task]`, such as a `Map`: for keys that are not strings, are many, or come later. */
  entries?: E;
  /**
   * Event sources and their handlers, by name.
   *
   * @defaultValue none
   */
  hooks?: H;
  /**
   * Called in order as the first turns of a run, before any task starts.
   *
   * @defaultValue none
   */
  onRun?: N;
  /**
   * How many first stages run at once. An Observable may change that: fewer stop nothing that runs, more start at
   * once; before its first value nothing starts.
   *
   * @defaultValue `Infinity`
   */
  concurrent?: Changing<number>;
  /**
   * Quotas that tasks share, by name: a task names those that it needs in `limit`.
   *
   * @defaultValue none
   */
  limits?: { readonly [name: string]: Limit };
  /**
   * In how many milliseconds a ready key gains one level of priority, so that a low priority starts late, but starts.
   *
   * @defaultValue priorities never change
   */
  ageing?: number;
  /**
   * How long a turn may last, in milliseconds. One that lasts longer ends the run with a `TurnTimeoutError`.
   *
   * @defaultValue no limit
   */
  turnTimeout?: number;
  /**
   * While the last value of any of these is true nothing starts; what is due starts as none is any more.
   *
   * @defaultValue never paused
   */
  pause?: PauseSource | readonly PauseSource[];
  /**
   * Its first value drains the run, as `loop.drain()` does.
   *
   * @defaultValue never drained from outside
   */
  drain?: StreamInput<unknown>;
  /**
   * An observer, or several, that get every `LoopEvent`; only `next` is called.
   *
   * @defaultValue none, and nothing is spent on events
   */
  monitor?: Partial<Observer<LoopEvent<K>>> | readonly Partial<Observer<LoopEvent<K>>>[];
  /**
   * The clock and the timer behind everything.
   *
   * @defaultValue `asyncScheduler`
   */
  scheduler?: SchedulerLike;
}
