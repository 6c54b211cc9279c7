import type { Observer } from 'rxjs';
import type { Explanation } from './task.js';

/** The names of the handlers of tasks and hooks. */
export type HandlerName = 'next' | 'error' | 'complete' | 'onRun';

/**
 * What a `monitor` observes. `time` is the run's wall clock in milliseconds. `stage` numbers the first stages of a run from
 * 1, so that overlapping ones can be told apart.
 *
 * No tick gets lost. For each key and in total: `ready` = `start` + `latched` + `dropped` + `unscheduled` + those still
 * pending. A `latched` tick becomes a new `ready` one when the run that it waits for ends.
 */
export type LoopEvent<K = any> = { readonly time: number } & (
  | { readonly type: 'complete' | 'unsubscribe' }
  /**
   * A run begins, with these keys. `loop` answers questions about it at any time, even while a turn hangs. It is not
   * enumerable, so that the event can be logged and cloned.
   */
  | { readonly type: 'run'; readonly keys: readonly K[]; readonly loop: LoopView<K> }
  /** A new run waits until the first stages, or turns, of these keys in an earlier run have settled. */
  | { readonly type: 'leftovers'; readonly keys: readonly K[] }
  /** What was left over from an earlier run has settled: this run goes on. */
  | { readonly type: 'settled' }
  /** The schedule of `key` was set, by a call, `startDue` or `repeatDue`; or it was cleared, if there is no `dueTime`. */
  | { readonly type: 'schedule'; readonly key: K; readonly dueTime: Date | undefined }
  /** A tick: `key` became ready. */
  | { readonly type: 'ready'; readonly key: K; readonly dueTime: Date }
  | { readonly type: 'start'; readonly key: K; readonly stage: number }
  /** The first stage yielded a value. */
  | { readonly type: 'value'; readonly key: K; readonly stage: number }
  /** The first stage has ended in any way, and is released; turns it has caused may still follow. */
  | { readonly type: 'stage-end'; readonly key: K; readonly stage: number }
  /** A turn of a task (`key`), of a hook (`hook`) or of `onRun` (neither). */
  | ({ readonly type: 'turn-start' | 'turn-end'; readonly handler: HandlerName } & TurnSource<K>)
  /** A run of the task is over: its first stage has ended, and so has its last turn. */
  | { readonly type: 'stop'; readonly key: K; readonly stage: number }
  /** A tick while `key` runs waits for the end of that run (`overlap: 'latch'`). */
  | { readonly type: 'latched'; readonly key: K }
  /** A tick while `key` runs was dropped (`overlap: 'exhaust'`). */
  | { readonly type: 'dropped'; readonly key: K }
  /** A tick got its own place in line, and is pending (`overlap: 'concat'`). */
  | { readonly type: 'counted'; readonly key: K }
  /** A tick was taken back before it started anything. */
  | { readonly type: 'unscheduled'; readonly key: K }
  /** An event was dropped by the hook's `buffer`. */
  | { readonly type: 'overflow'; readonly hook: string }
  | { readonly type: 'cancel'; readonly key: K; readonly stage: number }
  | { readonly type: 'add' | 'remove'; readonly key: K }
  /** `key` is held: it does not start before `until`, or until it is released if there is none. */
  | { readonly type: 'hold'; readonly key: K; readonly until: Date | undefined }
  | { readonly type: 'release'; readonly key: K }
  /** All keys of a limit are held until `until`, or until `release-limit` if there is none. */
  | { readonly type: 'hold-limit'; readonly limit: string; readonly until: Date | undefined }
  | { readonly type: 'release-limit'; readonly limit: string }
  | { readonly type: 'pause' | 'resume' | 'drain' }
  /** A call did nothing, because the run is draining. */
  | { readonly type: 'ignored'; readonly method: 'schedule' | 'scheduleSooner' | 'add'; readonly key: K }
  /** A first stage (`key`), a source (`hook`), or the run itself (neither) failed. */
  | ({ readonly type: 'error'; readonly error: unknown } & TurnSource<K>)
);

/** A read-only view of a run, which can be used outside of turns and at any time. */
export interface LoopView<K> {
  /**
   * Explains why `key` is or is not running now, like `loop.explain` in a handler.
   *
   * @throws UnknownKeyError for a key that the run does not have
   */
  explain(key: K): Explanation;
  /** How many notifications wait for their turns; ones that were cancelled meanwhile may be counted, too. */
  readonly queued: number;
}

/** What caused a turn: a task, a hook, or neither (`onRun`). */
export type TurnSource<K> =
  | { readonly key: K; readonly stage: number; readonly hook?: undefined }
  | { readonly hook: string; readonly key?: undefined; readonly stage?: undefined }
  | { readonly key?: undefined; readonly hook?: undefined; readonly stage?: undefined };

type WithoutTime<E> = E extends unknown ? Omit<E, 'time'> : never;

/** Sends an event to the monitor, with the time added; `undefined` where there is no monitor. */
export type Emit = (event: WithoutTime<LoopEvent>) => void;

/**
 * Sends events to the monitors, with the time added; one that throws changes nothing. A run that is over says how, at most.
 * What a monitor causes is told after the event that it was told, so that all hear the same, in the same order.
 */
export function emitTo(
  monitors: readonly Partial<Observer<LoopEvent>>[],
  clock: { now(): number },
  run: { readonly over: boolean },
): Emit | undefined {
  if (monitors.every(({ next }) => next === undefined)) return undefined;
  type Timed = WithoutTime<LoopEvent> & { time: number };
  const waiting: Timed[] = [];
  let told: Timed | undefined;
  return (event) => {
    if (run.over && event.type !== 'complete' && !isFatal(event)) return;
    const timed = event as Timed;
    timed.time = clock.now(); // A copy would cost more than all else (bench row "watched").
    if (told !== undefined) {
      if (event.type !== 'unsubscribe' || !isFatal(told)) waiting.push(timed);
      return;
    }
    for (told = timed; told !== undefined; told = waiting.shift())
      for (const monitor of monitors)
        try {
          monitor.next?.(told);
        } catch {
          // It only watches.
        }
  };
}

/** Whether it is the error that ends the run. */
const isFatal = (event: WithoutTime<LoopEvent>): boolean =>
  event.type === 'error' && (event.stage ?? event.hook) === undefined;
