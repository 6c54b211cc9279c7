import type { Subscriber } from 'rxjs';
import { describe } from '../config/describe.js';
import { dueError, type Due } from '../config/due.js';
import type { Task } from '../config/task.js';

/** What is known of a key, for who shows it. */
export interface SharedPollState<V> {
  /** The last value, kept while the key is polled anew and after an error; `undefined` before the first. */
  readonly value: V | undefined;
  /** What the last run failed with; `undefined` if it did not. */
  readonly error: unknown;
  /** The errors since the last value. */
  readonly failures: number;
  /** Whether a run goes on. */
  readonly loading: boolean;
  /** When the next run is due, in the past if it waits for its turn; `undefined` if none is, or while one goes on. */
  readonly due: Date | undefined;
}

/** One key: who watches it, and what became of its last run. */
export class PolledKey<K, V> {
  /** Those who watch it, each with the pace that it wants, in milliseconds. */
  readonly watchers = new Map<Subscriber<V>, number>();
  /** Those who wait for the run that goes on, or the next one. */
  refreshers: Set<Subscriber<V>> | undefined = undefined;
  /** The tightest pace of its watchers. */
  pace = Infinity;
  last: { readonly value: V } | undefined = undefined;
  error: unknown = undefined;
  failures = 0;
  loading = false;
  /** Whether the run that goes on has yielded a value. */
  yielded = false;
  due: Date | undefined = undefined;
  /** When the last run completed; `undefined` if polling begins anew. */
  completedAt: number | undefined = undefined;
  /** When to try again after a failure; `undefined` if nobody does. */
  retryAt: number | undefined = undefined;
  /** It was kept for long enough after the last watcher left. */
  expired = false;

  constructor(
    readonly key: K,
    /** What tells it from other keys. */
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

  /** When to poll next, in milliseconds from `now`; `null`: not by itself. */
  nextDue(now: number): number | null {
    const { pace, completedAt, retryAt } = this;
    if (this.isRefreshed) return 0;
    if (this.watchers.size === 0) return null;
    if (retryAt !== undefined) return Math.max(retryAt - now, 0);
    if (completedAt === undefined) return 0;
    if (pace === Infinity) return null;
    return Math.min(Math.max(completedAt + pace - now, 0), pace); // The wall clock may have been set since.
  }

  /** A watcher wants a pace, or, with `undefined`, leaves; returns whether the tightest pace has changed by that. */
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
   * When to try again after a failure, as the option says; `null` gives up, as where nobody watches.
   *
   * @throws what its function throws, or RangeError or TypeError for what is no due
   */
  retryDue(option: Task<unknown>['retryDue'] = () => null): Due | null {
    if (this.watchers.size === 0) return null;
    const due = typeof option === 'function' ? option(this.failures, this.error) : option;
    const error = due === null ? undefined : dueError(due, () => `retryDue of ${describe(this.key)}`);
    if (error !== undefined) throw error;
    return due;
  }

  /** A watcher comes after polling was given up: it begins anew. */
  forgetFailure(): void {
    if (this.failures === 0 || this.retryAt !== undefined) return;
    this.last = this.error = this.completedAt = undefined;
    this.failures = 0;
  }

  starts(): void {
    this.loading = true;
    this.yielded = false;
    this.due = this.retryAt = undefined;
  }

  yields(value: V): void {
    this.last = { value };
    this.error = undefined;
    this.failures = 0;
    this.yielded = true;
    for (const watcher of [...this.watchers.keys(), ...(this.refreshers ?? [])]) watcher.next(value);
  }

  /** Its run is over: those who waited for it are told. */
  ends(tell: (refresher: Subscriber<V>) => void): void {
    this.loading = false;
    const refreshers = this.refreshers ?? [];
    this.refreshers = undefined;
    refreshers.forEach(tell);
  }

  /** All who watch or wait get the error, and are gone. */
  fails(error: unknown): void {
    const watchers = [...this.watchers.keys()];
    this.watchers.clear();
    this.error = error;
    this.pace = Infinity;
    this.completedAt = undefined;
    this.ends((refresher) => refresher.error(error));
    for (const watcher of watchers) watcher.error(error);
  }

  /** The tightest pace of all watchers, none of which is tighter than `least`. */
  private tightest(least: number): number {
    let pace = Infinity;
    for (const wanted of this.watchers.values()) {
      if (wanted === least) return least; // Most leave others with the same pace behind: not all are looked at.
      pace = Math.min(pace, wanted);
    }
    return pace;
  }
}
