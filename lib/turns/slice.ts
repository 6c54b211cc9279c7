import type { Clock } from '../time/clock.js';

/** How long, in milliseconds, the loop goes on before it yields to the host's event loop. */
const LENGTH = 8;
/**
 * If this many milliseconds have passed since the last look, the loop may as well have been idle; or the host has been kept
 * busy by what follows an `await`, which looks the same. Of the host's time, this much counts as work.
 */
const IDLE = 4;
/** The most steps without a look at the clock. */
const STRIDE = 4;
/** After this many quick looks, entries are no longer timed. */
const TIMED = 64;

/**
 * Decides when the loop yields to the host's event loop (2.5): after a few milliseconds of work since the host last had its
 * turn, added up across entries, because a loop that is driven by Promises is entered anew for each step.
 *
 * Reading the clock costs as much as a fifth of a turn. So it is read after 1, 2 or 4 steps, unless something else has read
 * it and found that time has passed. When the loop is entered, it is read only if the last steps were slow: otherwise it
 * does not matter whether the time before was work or idleness.
 */
export class Slice {
  /** How long the loop has worked since the host last had its turn. */
  private worked = 0;
  private last = -Infinity;
  private steps = 1;
  private stride = 1;
  private entered = false;
  /** The host has had its turn since the loop was left, or before it was first entered. */
  private renewed = true;
  /** For how many more looks entries are timed, so that what has passed is known to be work, not idleness. */
  private timed = 0;

  constructor(private readonly clock: Clock) {}

  /** The loop is entered. */
  enter(): void {
    if (this.timed > 0) {
      const now = this.now();
      if (this.clock.isHost && !this.renewed) this.worked += Math.min(now - this.last, IDLE);
      this.last = now;
      this.renewed = false;
    } else this.entered = true;
  }

  /** The host has had its turn. */
  renew(): void {
    this.worked = 0;
    this.renewed = false;
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
    if (!this.entered || passed < IDLE) this.worked += passed;
    else this.worked = this.clock.isHost && !this.renewed ? this.worked + IDLE : 0; // Virtual time is no work.
    if (passed >= IDLE) this.timed = TIMED;
    else if (this.timed > 0) this.timed--;
    this.entered = this.renewed = false;
    return moved;
  }

  /** Reads the clock when no delay begins; the beginning of a delay is read high if the clock steps. */
  private now(): number {
    return this.clock.isCoarse ? this.clock.look() : this.clock.line();
  }

  /** Whether the loop has to yield, if there is more to do. */
  get isOver(): boolean {
    return this.worked >= LENGTH;
  }

  /** Whether it has to yield even if there is not: the next event may come before the host has had its turn. */
  get isSpent(): boolean {
    // In virtual time, and with a clock that steps, the time between two entries need not have been work.
    if (this.clock.isCoarse) return false;
    return this.isOver && (this.timed > 0 || this.clock.isHost);
  }
}
