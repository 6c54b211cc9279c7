import type { Clock } from '../time/clock.js';
import type { Key } from './key.js';

/**
 * When keys with a `minInterval` started last, for as long as that matters: past `remove` and `add` of a key, and from
 * one run of a `smartPoll()` to the next (5.11).
 */
export class LastStarts {
  private readonly starts = new Map<unknown, { clock: Clock; start: number; until: number }>();
  private sweepAt = 1_000;

  /** Remembers when `key` started, if that matters yet: it is removed, or its run is over. */
  keep({ key, task: { minInterval }, active }: Key, clock: Clock): void {
    const until = active?.notBefore;
    if (minInterval === undefined || until === undefined || until <= clock.passed()) return;
    this.starts.set(key, { clock, start: until - minInterval, until });
    if (this.starts.size < this.sweepAt) return;
    for (const [other, entry] of this.starts)
      if (entry.until <= entry.clock.passed()) this.starts.delete(other);
    this.sweepAt = Math.max(1_000, 2 * this.starts.size);
  }

  /** Has `key`, which is new, wait for the end of its `minInterval`. */
  apply(key: Key, clock: Clock): void {
    const { minInterval } = key.task;
    const entry = this.starts.size > 0 && minInterval !== undefined ? this.starts.get(key.key) : undefined;
    if (entry === undefined) return;
    this.starts.delete(key.key);
    // The clock of an earlier run goes on, but counts from elsewhere.
    const now = entry.clock.passed();
    const age = now - entry.start;
    if (age >= 0 && now < entry.until) key.activity.notBefore = clock.line() - age + minInterval!;
  }
}
