import { asyncScheduler, type SchedulerLike, type Subscription } from 'rxjs';

// What the host gave when this module was loaded: fake timers replace both, or one of them.
const hostNow = Date.now;
const hostPerformanceNow = globalThis.performance?.now;

/** How far, in milliseconds, the wall may drift from the line before dates computed from the line follow. */
const DRIFT = 20;

/**
 * The only clock: the wall (what dates follow) and the line (what relative delays run on), both behind
 * one scheduler (6.1, 6.5).
 *
 * The line is `performance.now()` only where that can be trusted: with the default scheduler, or one that has
 * its clock, neither virtual nor half faked. Everywhere else it is the scheduler's clock, kept from going back.
 */
export class Clock {
  private readonly trusted: boolean;
  private shift = 0;
  /** What the line said last. */
  last = -Infinity;
  private difference = NaN;

  constructor(private readonly scheduler: SchedulerLike) {
    const performance = globalThis.performance;
    this.trusted =
      scheduler.now === asyncScheduler.now &&
      performance !== undefined &&
      (Date.now === hostNow) === (performance.now === hostPerformanceNow) &&
      Math.abs(scheduler.now() - Date.now()) <= DRIFT;
  }

  /** The wall clock, in milliseconds since the epoch. */
  now(): number {
    return this.scheduler.now();
  }

  /** The monotonic line, in milliseconds from anywhere. */
  line(): number {
    const line = (this.trusted ? performance.now() : this.scheduler.now()) + this.shift;
    if (line >= this.last) return (this.last = line);
    this.shift += this.last - line;
    return this.last;
  }

  /** Believes a timer that fired at `line` although the line is not there yet. */
  advanceTo(line: number): void {
    this.shift += line - this.line();
    this.last = line;
  }

  /** The wall time of an instant on the line; a drift of up to 20 ms is not followed, or it would flicker. */
  wallOf(line: number): number {
    const difference = this.now() - this.line();
    if (!(Math.abs(difference - this.difference) <= DRIFT)) this.difference = difference;
    return line + this.difference;
  }

  /** The date of an instant on the wall, or on the line; the last possible date for any later one. */
  dateOf(time: number, absolute: boolean): Date {
    return new Date(Math.min(absolute ? time : Math.round(this.wallOf(time)), 8.64e15));
  }

  /** Calls `work` after `delay` milliseconds, 0 to 2³¹−1. Timers may come a little early, and late. */
  schedule(delay: number, work: () => void): Subscription {
    return this.scheduler.schedule(work, delay);
  }
}
