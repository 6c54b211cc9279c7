import { asyncScheduler, type SchedulerAction, type SchedulerLike } from 'rxjs';
import type { Expiry } from './expiry.js';

/** A lease while it is held, as `lease()` emits it. */
export interface Held {
  /**
   * The fencing token: it rises each time anyone takes the lease. Pass it along with everything you write. A store that
   * refuses a token lower than one it has seen never accepts an older holder after a newer one.
   */
  readonly token: number;
  /**
   * Tells whether the lease is held now, by the clocks, without a request.
   *
   * Once it is `false`, it stays so.
   */
  isHeld(): boolean;
  /**
   * Runs work only while the lease is held. Pass it to `smartPoll()`: in a process that was stopped or asleep, a timer of
   * the loop may fire before the lease has noticed that it is over.
   */
  readonly scheduler: SchedulerLike;
  /**
   * Gives the lease up for good, and stops asking for it, even if this one was lost before.
   *
   * The Observable that emitted it completes once the store has answered, or after `renew` milliseconds without an answer.
   */
  release(): void;
}

/** The holder of a lease. */
export interface Holder {
  /** Checks whether the lease has run out. */
  look(): void;
  giveUp(): void;
}

/** A lease from when it is taken until it is lost, renewed in between. */
export class HeldLease implements Held {
  readonly scheduler: SchedulerLike;
  private over = false;

  constructor(
    readonly token: number,
    private expiry: Expiry,
    scheduler: SchedulerLike,
    private readonly holder: Holder,
  ) {
    this.scheduler = {
      // The loop trusts the host's monotonic clock only if it sees this very function.
      now: scheduler.now === asyncScheduler.now ? asyncScheduler.now : () => scheduler.now(),
      schedule: <T>(work: (this: SchedulerAction<T>, state?: T) => void, delay?: number, state?: T) => {
        const isHeld = (): boolean => this.isHeld();
        return scheduler.schedule<T>(
          function (next) {
            if (isHeld()) work.call(this, next);
            else holder.look();
          },
          delay,
          state,
        );
      },
    };
  }

  isHeld(): boolean {
    this.over ||= this.expiry.left() <= 0;
    return !this.over;
  }

  release(): void {
    this.holder.giveUp();
  }

  renew(expiry: Expiry): void {
    this.expiry = expiry;
  }

  end(): void {
    this.over = true;
  }

  /** How many milliseconds are left, as far as is known. */
  left(): number {
    return this.over ? 0 : this.expiry.left();
  }
}
