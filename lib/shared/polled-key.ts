import type { Subscriber } from 'rxjs';
import { describe } from '../config/describe.js';
import { dueError, type Due } from '../config/due.js';
import type { Task } from '../config/task.js';

/** The state of a key of a shared poll, for example to show it on a page. */
export interface SharedPollState<V> {
  /** The last value; `undefined` before the first. It stays during the next run and after an error. */
  readonly value: V | undefined;
  /** The error of the last run; `undefined` if it did not fail. */
  readonly error: unknown;
  /** How many errors there were since the last value. */
  readonly failures: number;
  /** Whether a run is in progress. */
  readonly loading: boolean;
  /** When the next run is due, which is past if it has to wait; `undefined` if none is due, or during a run. */
  readonly due: Date | undefined;
}

/** One key: who watches it, and how its last run went. */
export class PolledKey<K, V> {
  /** The watchers, each with the pace it wants, in milliseconds. */
  readonly watchers = new Map<Subscriber<V>, number>();
  /** Those who wait for the run in progress, or the next one. */
  refreshers: Set<Subscriber<V>> | undefined = undefined;
  /** The tightest pace of its watchers. */
  pace = Infinity;
  last: { readonly value: V } | undefined = undefined;
  error: unknown = undefined;
  failures = 0;
  loading = false;
  /** Whether the run in progress has yielded a value. */
  yielded = false;
  due: Date | undefined = undefined;
  /** When the last run ended; `undefined` if polling starts afresh. */
  endedAt: number | undefined = undefined;
  /** When to try again after a failure: a date, or milliseconds from the end of the run; `undefined` if not at all. */
  retry: Due | undefined = undefined;
  /** Its time has run out since the last watcher left. */
  expired = false;

  constructor(
    readonly key: K,
    /** What `keyOf` returned for it. */
    readonly id: unknown,
  ) {}

  get state(): SharedPollState<V> {
    const { last, error, failures, loading, due } = this;
    return { value: last?.value, error, failures, loading, due };
  }

  /** Whether somebody watches it, or waits for a run. */
  get isWanted(): boolean {
    return this.watchers.size > 0 || this.isRefreshed;
  }

  get isRefreshed(): boolean {
    return this.refreshers !== undefined && this.refreshers.size > 0;
  }

  /** When to poll next: a date, or milliseconds from `now`; `null` if only a watcher or a refresh can cause that. */
  nextDue(now: number): Due | null {
    const { endedAt, retry: wait = this.pace } = this;
    if (this.isRefreshed) return 0;
    if (this.watchers.size === 0) return null;
    if (typeof wait !== 'number') return wait;
    if (endedAt === undefined) return 0;
    if (wait === Infinity) return null;
    return Math.min(Math.max(endedAt + wait - now, 0), wait); // The wall clock may have been set since.
  }

  /** The timer tells when it is due now. If that is another date than before, the wall clock was set by as much. */
  isDue(now: Date | undefined): void {
    const { due, endedAt } = this;
    if (now !== undefined && due !== undefined && endedAt !== undefined)
      this.endedAt = endedAt + (+now - +due);
  }

  /** Sets the pace that a watcher wants, or, with `undefined`, removes it; returns whether the tightest pace has changed. */
  setPace(watcher: Subscriber<V>, pace: number | undefined): boolean {
    const { watchers, pace: tightest } = this;
    const before = watchers.get(watcher);
    if (pace === undefined) watchers.delete(watcher);
    else watchers.set(watcher, pace);
    if (pace !== undefined && pace <= tightest) this.pace = pace;
    else if (before === tightest) this.pace = this.tightest(tightest);
    return this.pace !== tightest;
  }

  /**
   * When to try again after a failure, by the option; `null` gives up.
   *
   * @throws what its function throws; RangeError or TypeError for an invalid due
   */
  retryDue(option: Task<unknown>['retryDue'] = () => null): Due | null {
    const due = typeof option === 'function' ? option(this.failures, this.error) : option;
    const error = due === null ? undefined : dueError(due, () => `retryDue of ${describe(this.key)}`);
    if (error !== undefined) throw error;
    return due;
  }

  /** For a watcher that comes after polling was given up: polling starts afresh. */
  forgetFailure(): void {
    if (this.failures === 0 || this.retry !== undefined) return;
    this.last = this.error = this.endedAt = undefined;
    this.failures = 0;
  }

  starts(): void {
    this.loading = true;
    this.yielded = false;
    this.due = this.retry = undefined;
  }

  yields(value: V): void {
    this.last = { value };
    this.error = undefined;
    this.failures = 0;
    this.yielded = true;
    for (const watcher of [...this.watchers.keys(), ...(this.refreshers ?? [])]) watcher.next(value);
  }

  /** Its run is over: tells those who waited for it. */
  ends(tell: (refresher: Subscriber<V>) => void): void {
    this.loading = false;
    const refreshers = this.refreshers ?? [];
    this.refreshers = undefined;
    refreshers.forEach(tell);
  }

  /** Sends the error to all who watch or wait, and removes them. */
  fails(error: unknown): void {
    const watchers = [...this.watchers.keys()];
    this.watchers.clear();
    this.error = error;
    this.pace = Infinity;
    this.endedAt = undefined;
    this.ends((refresher) => refresher.error(error));
    for (const watcher of watchers) watcher.error(error);
  }

  /** The tightest pace of all watchers, none of which is tighter than `least`. */
  private tightest(least: number): number {
    let pace = Infinity;
    for (const wanted of this.watchers.values()) {
      if (wanted === least) return least; // Usually others want the same pace: no need to look at all of them.
      pace = Math.min(pace, wanted);
    }
    return pace;
  }
}
