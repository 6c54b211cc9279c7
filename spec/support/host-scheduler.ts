import { type SchedulerAction, type Subscription, VirtualTimeScheduler } from 'rxjs';

/**
 * The host's clock and timers, in the hands of the test: counts the timers, and fires them early by a
 * millisecond where asked to, as Node does.
 */
export class HostScheduler extends VirtualTimeScheduler {
  /** The delays for which a timer was set. */
  readonly delays: number[] = [];

  constructor(private readonly early = 0) {
    super();
  }

  override schedule<T>(
    work: (this: SchedulerAction<T>, state?: T) => void,
    delay = 0,
    state?: T,
  ): Subscription {
    this.delays.push(delay);
    return super.schedule(work, delay > this.early ? delay - this.early : delay, state);
  }

  /** How many timers wait. */
  get timers(): number {
    return this.actions.length;
  }

  /** Lets time pass up to this instant. */
  advanceTo(time: number): void {
    this.maxFrames = time;
    this.flush();
    this.frame = time;
  }
}
