import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';

/** How far off a sum of fractional costs may be. */
const ROUNDING = 1e-9;
/** How many forgotten starts may pile up before their memory is reused. */
const SWEEP = 1_000;

/** What has started under a limit, and until when it is held, for as long as that matters; outlives a run (5.15). */
export class LimitHistory {
  /** The hold, if it has an end. */
  hold: Instant | undefined = undefined;
  private clock: Clock | undefined = undefined;
  /** The starts, on the line of the clock, and what they cost; those before `first` are forgotten. */
  private readonly instants: number[] = [];
  private readonly costs: number[] = [];
  private first = 0;
  private used = 0;
  /** The last start is on its way: its time is not known yet. */
  private starting = false;

  /** A run begins, whose clock has another origin. */
  enter(clock: Clock): void {
    if (this.clock !== undefined) {
      const shift = clock.line() - this.clock.passed();
      for (let i = this.first; i < this.instants.length; i++) this.instants[i]! += shift;
      if (this.hold?.absolute === false) this.hold = { due: this.hold.due + shift, absolute: false };
    }
    this.clock = clock;
    this.starting = false;
  }

  add(instant: number, cost: number): void {
    this.instants.push(instant);
    this.costs.push(cost);
    this.used += cost;
    this.starting = true;
  }

  /** The last start has been made, at `instant`. */
  began(instant: number): void {
    if (this.starting) this.instants[this.instants.length - 1] = instant;
    this.starting = false;
  }

  /** Whether `cost` more would be too much. */
  exceeds(starts: number, cost: number): boolean {
    return this.used + cost > starts + ROUNDING;
  }

  /** The first start that is not forgotten. */
  get oldest(): number | undefined {
    return this.instants[this.first];
  }

  /** The start that must be forgotten before there is room for `cost`; `undefined` if there never will be. */
  blocking(starts: number, cost: number): number | undefined {
    let used = this.used + cost;
    for (let i = this.first; i < this.instants.length; i++) {
      used -= this.costs[i]!;
      if (used <= starts + ROUNDING) return this.instants[i];
    }
    return undefined;
  }

  /** Forgets the starts that were `per` or more before `now`; returns whether there were any. */
  forget(now: number, per: number): boolean {
    const { instants, costs, first } = this;
    const end = instants.length - (this.starting ? 1 : 0);
    // The same sum as that of a timer, or rounding might make the two disagree for ever.
    while (this.first < end && instants[this.first]! + per <= now) this.used -= costs[this.first++]!;
    if (this.first === first) return false;
    if (this.first === instants.length) this.used = 0;
    if (this.first >= SWEEP && 2 * this.first >= instants.length) {
      instants.splice(0, this.first);
      costs.splice(0, this.first);
      this.first = 0;
    }
    return true;
  }
}
