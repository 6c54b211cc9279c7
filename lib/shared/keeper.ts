import { of, type SchedulerLike, type Subscription } from 'rxjs';
import { switchTimer } from '../operators/switch-timer.js';

/** Keeps each item for the same time: first in, first out, so that one timer is enough for all. */
export class Keeper<T> {
  private readonly untils = new Map<T, number>();
  private timer: Subscription | undefined = undefined;

  /**
   * @param keepFor - in milliseconds; `Infinity` keeps items forever
   * @param over - called with each item whose time has run out
   */
  constructor(
    private readonly keepFor: number,
    private readonly scheduler: SchedulerLike,
    private readonly over: (item: T) => void,
  ) {}

  has(item: T): boolean {
    return this.untils.has(item);
  }

  add(item: T): void {
    this.untils.set(item, this.scheduler.now() + this.keepFor);
    if (this.timer === undefined) this.arm(this.keepFor);
  }

  delete(item: T): void {
    if (this.untils.delete(item) && this.untils.size === 0) this.disarm();
  }

  clear(): void {
    this.untils.clear();
    this.disarm();
  }

  private arm(duration: number): void {
    this.disarm();
    if (duration < Infinity)
      this.timer = of(duration)
        .pipe(switchTimer(this.scheduler))
        .subscribe({ next: () => this.expire(), error: rethrow });
  }

  private disarm(): void {
    this.timer?.unsubscribe();
    this.timer = undefined;
  }

  private expire(): void {
    const now = this.scheduler.now();
    for (const [item, until] of this.untils) {
      // The wall clock may have been set back.
      if (until > now) return this.arm(Math.min(until - now, this.keepFor));
      this.untils.delete(item);
      this.over(item);
    }
    this.timer = undefined;
  }
}

/** Makes RxJS report the error of a broken scheduler as unhandled. */
function rethrow(error: unknown): never {
  throw error;
}
