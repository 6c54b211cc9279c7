import type { SchedulerLike } from 'rxjs';

/**
 * The end of a span of time that begins now, on both clocks of the host: it is over as soon as either says so. The
 * monotonic clock may stand still while the machine sleeps; the wall clock may be set back.
 */
export class Expiry {
  private readonly line: number;
  private readonly wall: number;

  constructor(
    private readonly scheduler: SchedulerLike,
    span: number,
  ) {
    this.line = performance.now() + span;
    this.wall = scheduler.now() + span;
  }

  /** How many milliseconds are left; 0 or less when it is over. */
  left(): number {
    return Math.min(this.line - performance.now(), this.wall - this.scheduler.now());
  }
}
