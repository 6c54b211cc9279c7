import { AlreadyRunningError } from '../config/errors.js';
import type { TurnSource } from '../config/loop-event.js';
import type { Clock } from '../time/clock.js';
import { Deadline } from '../time/deadline.js';
import type { Work } from './work.js';

/** Work that was unsubscribed, but goes on. */
export interface Leftover {
  /** The task or hook whose work it is. */
  readonly origin: TurnSource<any>;
  /** When its `timeout`, or the `turnTimeout`, is over, on the line of `clock`: from then on it no longer counts (5.12, 3.9). */
  readonly deadline?: number | undefined;
  readonly clock?: Clock;
  /** Called when it settles, while its run goes on. */
  settled?: (() => void) | undefined;
}

/**
 * What outlives a run: work that cannot be stopped, above all a Promise, and has not settled (4.4). It keeps nothing of
 * the run alive in memory. The runs of one `smartPoll()`, which follow each other, share it (4.5).
 */
export class Leftovers {
  private readonly unsettled = new Map<Work, Leftover>();
  private running = false;
  private onSettled: (() => void) | undefined = undefined;

  /** A run begins. */
  enter(): void {
    if (this.running) throw new AlreadyRunningError();
    this.running = true;
  }

  /** The keys whose work is left over from earlier runs; `undefined` if nothing is. */
  keys(): unknown[] | undefined {
    if (this.unsettled.size === 0) return undefined;
    const origins = [...this.unsettled.values()].map(({ origin }) => origin);
    // Only tasks have stages; a key may be `undefined`.
    return [...new Set(origins.filter(({ stage }) => stage !== undefined).map(({ key }) => key as unknown))];
  }

  /** A deadline on `now`, the clock of the new run, for each leftover that has one; drops those that are past it. */
  deadlines(now: Clock): Deadline[] {
    const found: Deadline[] = [];
    for (const [work, { deadline, clock }] of this.unsettled) {
      if (deadline === undefined || clock === undefined) continue;
      const remaining = deadline - clock.line();
      if (remaining > 0) found.push(new Deadline(now.line() + remaining, () => this.drop(work)));
      else this.drop(work);
    }
    return found;
  }

  /** Calls `settled` once nothing is left of earlier runs, immediately if nothing is. */
  whenSettled(settled: () => void): void {
    if (this.unsettled.size === 0) settled();
    else this.onSettled = settled;
  }

  /** The run is over: its leftovers let go of it. */
  leave(): void {
    this.running = false;
    this.onSettled = undefined;
    for (const leftover of this.unsettled.values()) leftover.settled = undefined;
  }

  add(work: Work, leftover: Leftover): void {
    this.unsettled.set(work, leftover);
    work.settled = () => {
      const { settled } = leftover;
      this.drop(work);
      settled?.();
    };
  }

  /** `work` has settled, or no longer counts. */
  drop(work: Work): void {
    if (!this.unsettled.delete(work)) return;
    work.settled = undefined;
    if (this.unsettled.size > 0 || this.onSettled === undefined) return;
    const settled = this.onSettled;
    this.onSettled = undefined;
    settled();
  }
}
