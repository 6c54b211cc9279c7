import type { Clock } from '../time/clock.js';

/** How long, in milliseconds, the loop goes on before it lets the host's event loop have its turn. */
const LENGTH = 8;
/** The clock is not looked at for this many steps, at most. */
const STRIDE = 64;
/** How often in a row a slice may be renewed because the loop seems to have been idle. */
const RENEWALS = 32;

/**
 * When the loop yields to the host's event loop (2.5): after a few milliseconds of going on without a
 * pause, across entries, because a loop that is driven by promises is entered anew for each step of it.
 *
 * Looking at the clock costs as much as a fifth of a turn, so it is looked at after 1, 2, 4 … steps, more
 * often where steps are slow.
 */
export class Slice {
  private steps = 1;
  private stride = 1;
  private end = -Infinity;
  private lastLook = -Infinity;
  private now = -Infinity;
  private entered = false;
  private renewals = 0;

  constructor(private readonly clock: Clock) {}

  /** The loop is entered. */
  enter(): void {
    this.entered = true;
  }

  /** The host has had its turn. */
  renew(): void {
    this.end = -Infinity;
    this.renewals = 0;
  }

  /** Whether it is time to look at the clock; counts a step. */
  isDue(): boolean {
    return --this.steps <= 0;
  }

  /** Looks at the clock; returns whether it has moved since the last look. */
  instantIsNew(): boolean {
    this.lastLook = this.now;
    this.now = this.clock.line();
    this.steps = this.stride = this.now - this.lastLook < 1 ? Math.min(this.stride * 2, STRIDE) : 1;
    return this.now !== this.lastLook;
  }

  /** Whether the loop has to yield now. */
  isOver(): boolean {
    const { now, entered } = this;
    this.entered = false;
    if (now < this.end) return false;
    const first = this.end === -Infinity;
    const wasIdle = entered && now - this.lastLook >= LENGTH / 2 && this.renewals++ < RENEWALS;
    if (first || wasIdle) {
      this.end = now + LENGTH;
      return false;
    }
    this.renew();
    return true;
  }
}
