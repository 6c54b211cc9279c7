import type { SchedulerLike } from 'rxjs';

/** What a watchdog found: `reason` to switch on, `message` to read. */
export interface LoopWarning<K = any> {
  /**
   * - `turn`: a turn lasts, and nothing else happens meanwhile.
   * - `stage`: a first stage lasts.
   * - `due`: a key is due and does not start: no slot becomes free, say, a pause does not end, or nobody releases it.
   * - `failed`: the last run of a task failed, and nothing schedules it any more.
   * - `unscheduled`: nothing was ever scheduled in this run of the loop, which has ended, or of which a hook has had its turn.
   * - `leftovers`: the run waits for work of an earlier one, which cannot be stopped.
   */
  readonly reason: 'turn' | 'stage' | 'due' | 'failed' | 'unscheduled' | 'leftovers';
  /** The keys concerned, of a turn that of its task; none where it is the loop as a whole, or a hook. */
  readonly keys: readonly K[];
  /** What is the matter, and what to do about it. */
  readonly message: string;
}

/** What `watchdog()` is to look for. */
export interface WatchdogOptions<K = any> {
  /** How long a turn may last, in milliseconds. */
  turn: number;
  /** How long a first stage may last, in milliseconds; as long, everything else may take to go on. `Infinity` looks for turns only. */
  stage: number;
  /**
   * Told of each thing once.
   *
   * @defaultValue `console.warn` with the message
   */
  report?: (warning: LoopWarning<K>) => void;
  /**
   * The clock and the timer. There is a timer only while there is something to wait for.
   *
   * @defaultValue `asyncScheduler`
   */
  scheduler?: SchedulerLike;
}
