import type { InteropObservable, Observable, Observer, SchedulerLike } from 'rxjs';
import type { Hook } from './hook.js';
import type { Changing, Limit } from './limit.js';
import type { LoopEvent } from './loop-event.js';
import type { NativeObservable, StreamInput } from './stream-input.js';
import type { ControlLoop, HandlerResult, Task } from './task.js';

/** A handler that is called when a run starts, before any task starts. */
export type OnRun<K, R = unknown> = (loop: ControlLoop<K>) => HandlerResult<R>;

/** What `pause` takes: an Observable of your RxJS, of another copy or version of it, or of the web platform. */
export type PauseSource = Observable<boolean> | InteropObservable<boolean> | NativeObservable<boolean>;

/**
 * The configuration of `smartPoll()`: its options, which are checked when it is called. `tasks` or `entries` is required.
 *
 * `smartPoll()` infers all type parameters. For a configuration written before the call, name its keys:
 * `const config = { … } satisfies SmartPollConfig<'a' | 'b'>`.
 *
 * @typeParam K - the keys of `tasks` and `entries` together
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
  /** The tasks by their keys. Required, unless there are `entries`. */
  tasks?: T;
  /**
   * More tasks, as `[key, task]` pairs, such as a `Map`: for keys that are not strings, for many keys, or for keys that
   * `add` adds later. Required, unless there are `tasks`.
   */
  entries?: E;
  /**
   * Other event sources and their handlers, by name.
   *
   * @defaultValue none
   */
  hooks?: H;
  /**
   * A handler, or several, called in order as the first turns of a run, before any task starts.
   *
   * @defaultValue none
   */
  onRun?: N;
  /**
   * How many first stages may run at once. An Observable may change the number: lowering it stops nothing that is running,
   * raising it lets more start immediately. Before its first value nothing starts.
   *
   * @defaultValue `Infinity`
   */
  concurrent?: Changing<number>;
  /**
   * Quotas that tasks share, by name; a task names the ones it needs in `limit`.
   *
   * @defaultValue none
   */
  limits?: { readonly [name: string]: Limit };
  /**
   * After how many milliseconds of waiting a ready key gains one level of priority, so that a key of low priority starts
   * late rather than never.
   *
   * @defaultValue priorities never change
   */
  ageing?: number;
  /**
   * How long a turn may last, in milliseconds; a longer one ends the run with a `TurnTimeoutError`.
   *
   * It also limits how long a new run waits for a handler of an earlier one.
   *
   * @defaultValue no limit
   */
  turnTimeout?: number;
  /**
   * Nothing starts while the last value of any of these is true; keys that came due meanwhile start afterwards.
   *
   * @defaultValue never paused
   */
  pause?: PauseSource | readonly PauseSource[];
  /**
   * Its first value drains the run, like `loop.drain()`.
   *
   * @defaultValue only `loop.drain()` drains the run
   */
  drain?: StreamInput<unknown>;
  /**
   * An observer, or several, of every `LoopEvent`; only `next` is called.
   *
   * @defaultValue none, and events cost nothing
   */
  monitor?: Partial<Observer<LoopEvent<K>>> | readonly Partial<Observer<LoopEvent<K>>>[];
  /**
   * The clock and the timers of everything the loop does.
   *
   * @defaultValue `asyncScheduler`
   */
  scheduler?: SchedulerLike;
}
