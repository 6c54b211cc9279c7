import { asyncScheduler, type SchedulerAction, type SchedulerLike } from 'rxjs';
import type { Expiry } from './expiry.js';

/** A lease while it is held, as `lease()` emits it. */
export interface Held {
  /**
   * Rises each time the lease is taken, by whomever: the fencing token. Hand it to whatever you write to; a store that
   * refuses a token lower than one it has seen never accepts an older holder after a newer one.
   */
  readonly token: number;
  /** Whether the lease is held now; once it is not, it never is again. It looks at the clocks, and asks nobody. */
  isHeld(): boolean;
  /**
   * Runs work only while the lease is held. Give it to `smartPoll()`: after a process was stopped or asleep, a timer of the
   * loop may fire before the lease has noticed that it is over.
   */
  readonly scheduler: SchedulerLike;
  /**
   * Gives the lease up for good. The Observable that emitted it completes as the store has answered, or after `renew`
   * milliseconds without an answer.
   */
  release(): void;
}

/** Who holds it. */
export interface Holder {
  /** Looks whether the lease has run out. */
  look(): void;
  giveUp(held: Held): void;
}

/** What was taken once, and is renewed until it is lost. */
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
      // The loop trusts the host's monotonic clock where it sees this very function.
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
    this.holder.giveUp(this);
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
