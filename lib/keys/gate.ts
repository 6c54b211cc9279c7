import type { Clock } from '../time/clock.js';
import { difference, isAhead, type Instant } from '../time/instant.js';
import type { Timer, TimerQueue } from '../time/timer-queue.js';

/** Whose gate it is. */
export interface GateOwner {
  /** The gate has opened: what waits there may go on. */
  opened(gate: Gate): void;
}

/**
 * What keeps a key from starting, or all keys of a limit: `minInterval`, and holds (5.11, 5.14, 5.15). It is shut until
 * the later of both is over, and a timer while something waits there.
 */
export class Gate implements Timer, Instant {
  /** When `minInterval` is over, on the line. */
  spaced: number | undefined = undefined;
  /** Until when it is held. */
  hold: Instant | undefined = undefined;
  due = 0;
  absolute = false;
  index = -1;
  order = 0;

  constructor(
    private readonly clock: Clock,
    private readonly timers: TimerQueue,
    private readonly owner: GateOwner,
  ) {}

  /** Until when it is shut; `undefined` while it is open. */
  get end(): Instant | undefined {
    const { spaced, hold } = this;
    const spacing = spaced === undefined ? undefined : { due: spaced, absolute: false };
    const ends = [spacing, hold].filter((end) => end !== undefined && isAhead(end, this.clock)) as Instant[];
    return ends.length === 2 && this.isLater(ends[1]!, ends[0]!) ? ends[1] : ends[0];
  }

  /** It is a hold that ends last. */
  get isHold(): boolean {
    return this.hold !== undefined && this.end === this.hold;
  }

  get isShut(): boolean {
    return this.end !== undefined;
  }

  /** Whether a tick at `due` would come before it opens. */
  keeps(due: number, absolute: boolean): boolean {
    const { end } = this;
    return end !== undefined && !this.isLater({ due, absolute }, end);
  }

  /** The later of `wish` and the end, whether that is over or not: when what is wished for then may start. */
  admitted(wish: Instant): Instant {
    const spacing = this.spaced === undefined ? wish : { due: this.spaced, absolute: false };
    const later = this.isLater(spacing, wish) ? spacing : wish;
    return this.hold !== undefined && this.isLater(this.hold, later) ? this.hold : later;
  }

  /** Calls `opened` as it opens. */
  arm(): void {
    const { end } = this;
    this.disarm();
    if (end === undefined || end.due === Infinity) return;
    this.due = end.due;
    this.absolute = end.absolute;
    this.timers.add(this);
  }

  disarm(): void {
    if (this.index >= 0) this.timers.remove(this);
  }

  fire(): void {
    // It may have been held longer since, or the wall been set back.
    if (this.isShut) this.arm();
    else this.owner.opened(this);
  }

  /** Whether `a` is later than `b`. */
  isLater(a: Instant, b: Instant): boolean {
    return difference(a, b, this.clock) > 0;
  }
}
