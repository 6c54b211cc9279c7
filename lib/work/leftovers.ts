import type { TurnSource } from '../config/loop-event.js';
import { AlreadyRunningError } from '../config/errors.js';

/** Work that is left over: whose it is. */
export interface Leftover {
  readonly origin: TurnSource<any>;
}

/**
 * What outlives a run: work that cannot be stopped, a Promise above all, and has not settled (4.4).
 * Shared by the runs of one `smartPoll()`, which follow each other (4.5).
 */
export class Leftovers<W extends Leftover = Leftover> {
  private readonly unsettled = new Set<W>();
  private running = false;
  private onSettled: (() => void) | undefined = undefined;

  /** A run begins. */
  enter(): void {
    if (this.running) throw new AlreadyRunningError();
    this.running = true;
  }

  /** The keys whose work is left of earlier runs, or `undefined` if nothing is. */
  keys(): unknown[] | undefined {
    if (this.unsettled.size === 0) return undefined;
    const keys = [...this.unsettled].map(({ origin: { key } }) => key as unknown);
    return [...new Set(keys.filter((key) => key !== undefined))];
  }

  /** Calls `settled` once nothing of earlier runs is left, at once if nothing is. */
  whenSettled(settled: () => void): void {
    if (this.unsettled.size === 0) settled();
    else this.onSettled = settled;
  }

  /** The run is over. */
  leave(): void {
    this.running = false;
    this.onSettled = undefined;
  }

  add(work: W): void {
    this.unsettled.add(work);
  }

  settle(work: W): void {
    this.unsettled.delete(work);
    if (this.unsettled.size > 0 || this.onSettled === undefined) return;
    const settled = this.onSettled;
    this.onSettled = undefined;
    settled();
  }
}
