import { AlreadyRunningError } from './already-running-error.js';

/**
 * What outlives a run: work that cannot be stopped, a Promise above all, and has not settled (4.4).
 * Shared by the runs of one `smartPoll()`, which follow each other (4.5).
 */
export class Leftovers<W> {
  private readonly unsettled = new Set<W>();
  private running = false;
  private onSettled: (() => void) | undefined = undefined;

  /** A run begins; `settled` is called once nothing of earlier runs is left, at once if so. Returns what is left. */
  enter(settled: () => void): readonly W[] {
    if (this.running) throw new AlreadyRunningError();
    this.running = true;
    const left = [...this.unsettled];
    if (left.length > 0) this.onSettled = settled;
    return left;
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
