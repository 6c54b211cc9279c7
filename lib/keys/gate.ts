import type { Clock } from '../time/clock.js';
import { difference, isAhead, type Instant } from '../time/instant.js';
import type { Timer, TimerQueue } from '../time/timer-queue.js';

/** The owner of a gate. */
export interface GateOwner {
  /** The gate has opened: what waited there may go on. */
  opened(gate: Gate): void;
}

/**
 * Keeps a key, or all keys of a limit, from starting: by `minInterval`, and by holds (5.11, 5.14, 5.15). It is shut until
 * the later of the two is over. While something waits there, it is also a timer.
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

  /** When it opens; `undefined` while it is open. */
  get end(): Instant | undefined {
    const { spaced, hold } = this;
    const spacing = spaced === undefined ? undefined : { due: spaced, absolute: false };
    const ends = [spacing, hold].filter((end) => end !== undefined && isAhead(end, this.clock)) as Instant[];
    return ends.length === 2 && this.isLater(ends[1]!, ends[0]!) ? ends[1] : ends[0];
  }

  /** Whether a hold is what ends last. */
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

  /** The later of `wish` and the end, past or not: when a start asked for at `wish` is admitted. */
  admitted(wish: Instant): Instant {
    const spacing = this.spaced === undefined ? wish : { due: this.spaced, absolute: false };
    const later = this.isLater(spacing, wish) ? spacing : wish;
    return this.hold !== undefined && this.isLater(this.hold, later) ? this.hold : later;
  }

  /** Calls `opened` when it opens. */
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
    // It may have been held for longer since, or the wall clock may have been set back.
    if (this.isShut) this.arm();
    else this.owner.opened(this);
  }

  isLater(a: Instant, b: Instant): boolean {
    return difference(a, b, this.clock) > 0;
  }
}
