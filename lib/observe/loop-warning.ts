import type { SchedulerLike } from 'rxjs';

/** What a watchdog has found: a `reason` to switch on, and a `message` to read. */
export interface LoopWarning<K = any> {
  /**
   * What is wrong:
   *
   * - `turn`: a turn takes too long, and nothing else happens meanwhile.
   * - `stage`: a first stage takes too long.
   * - `due`: a key is due but does not start: no slot or limit becomes free, a pause does not end, or a hold is not
   *   released.
   * - `failing`: a task is tried again and again, and no run of it succeeds.
   * - `failed`: the last run of a task failed, and nothing schedules it any more.
   * - `unscheduled`: this run of the loop has ended, or a hook has had its first turn, and nothing was ever scheduled.
   * - `leftovers`: the run waits for work of an earlier one, which cannot be stopped.
   */
  readonly reason: 'turn' | 'stage' | 'due' | 'failing' | 'failed' | 'unscheduled' | 'leftovers';
  /** The keys concerned; for a turn, that of its task. Empty if it is about a hook, or the loop as a whole. */
  readonly keys: readonly K[];
  /** What is wrong, and what to do about it. */
  readonly message: string;
}

/** What `watchdog()` looks for. */
export interface WatchdogOptions<K = any> {
  /** How long a turn may take, in milliseconds. */
  turn: number;
  /** How long a first stage, and anything else but a turn, may take, in milliseconds. With `Infinity` only turns are watched. */
  stage: number;
  /**
   * Called with each warning, once.
   *
   * @defaultValue `console.warn` with the message
   */
  report?: (warning: LoopWarning<K>) => void;
  /**
   * The clock and the timer; there is a timer only while there is something to wait for.
   *
   * @defaultValue `asyncScheduler`
   */
  scheduler?: SchedulerLike;
}
