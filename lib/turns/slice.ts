import type { Clock } from '../time/clock.js';

/** How long, in milliseconds, the loop goes on before it lets the host's event loop have its turn. */
const LENGTH = 8;
/** After so many milliseconds since the last look, the loop may as well have been idle. */
const IDLE = 4;
/** The clock is not looked at for this many steps, at most. */
const STRIDE = 4;
/** After so many quick looks, entries are not timed any more. */
const TIMED = 64;

/**
 * When the loop yields to the host's event loop (2.5): after a few milliseconds of work since the host last had its
 * turn, across entries, because a loop that is driven by promises is entered anew for each step of it.
 *
 * Looking at the clock costs as much as a fifth of a turn. So it is looked at after 1, 2 or 4 steps, unless somebody
 * else did and found that time has passed; and as the loop is entered only where the last steps were slow, for
 * elsewhere nobody needs to tell them from doing nothing.
 */
export class Slice {
  /** How long the loop has worked since the host had its turn. */
  private worked = 0;
  private last = -Infinity;
  private steps = 1;
  private stride = 1;
  private entered = false;
  /** For so many looks entries are timed: what has passed is work, not idleness. */
  private timed = 0;

  constructor(private readonly clock: Clock) {}

  /** The loop is entered. */
  enter(): void {
    if (this.timed > 0) this.last = this.now();
    else this.entered = true;
  }

  /** The host has had its turn. */
  renew(): void {
    this.worked = 0;
  }

  /** Whether it is time to look at the clock; counts a step. */
  isDue(): boolean {
    return --this.steps <= 0 || this.clock.seen - this.last >= 1;
  }

  /** Looks at the clock; returns whether it has moved since the last look. */
  look(): boolean {
    const now = this.now();
    const moved = now !== this.last;
    const passed = moved ? now - this.last : 0; // The line of a clock that tells no time is −∞.
    this.last = now;
    this.steps = this.stride = passed < 1 ? Math.min(this.stride * 2, STRIDE) : 1;
    if (this.entered && passed >= IDLE) this.worked = 0;
    else this.worked += passed;
    if (passed >= IDLE) this.timed = TIMED;
    else if (this.timed > 0) this.timed--;
    this.entered = false;
    return moved;
  }

  /** A look that begins no delay, which is read high where the clock steps. */
  private now(): number {
    return this.clock.isCoarse ? this.clock.look() : this.clock.line();
  }

  /** Whether the loop has to yield, if there is more to do. */
  get isOver(): boolean {
    return this.worked >= LENGTH;
  }

  /** Whether it has to yield even if there is not: what comes next may come before the host has had its turn. */
  get isSpent(): boolean {
    // Of virtual time, which passes between two entries, nobody knows that it was work; nor of a clock that steps.
    if (this.clock.isCoarse) return false;
    return this.isOver && (this.timed > 0 || this.clock.isHost);
  }
}
