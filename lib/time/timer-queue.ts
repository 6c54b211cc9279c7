import type { Clock } from './clock.js';
import { difference } from './instant.js';
import { TimerHeap, type Timer } from './timer-heap.js';

export type { Timer };

/** The longest delay of a host timer, less the millisecond that the clock may add. */
const MAX_DELAY = 2 ** 31 - 2;
/** How long a step of the wall clock may go unnoticed while a timer waits for a date, in milliseconds. */
const WALL_CHECK = 60_000;
/**
 * After this many late timers, the rest waits until the turns of these are over, so that little is in progress at once
 * (bench row "ticks"). Timers with the same due are never separated (D-050).
 */
const BATCH = 1_000;

/**
 * One host timer for any number of timers, set for the earliest; none when nothing waits (6.2). Delays may have any
 * length, and are never early (6.3, 6.4).
 *
 * Relative dues and dates wait separately, each in their own order, because the wall clock steps and the line does not
 * (6.5).
 */
export class TimerQueue {
  private readonly relative = new TimerHeap();
  private readonly absolute = new TimerHeap();
  /** Some timers that are due have not fired yet: they are late, and there were many. */
  overdue = false;
  /** Timers due at one instant are firing: nothing else goes on before all of them have. */
  firing = false;
  private added = 0;
  private stopped = false;
  /** The instant on the line for which the host timer is set, and the date that was considered. */
  private armedLine = Infinity;
  private armedDate = Infinity;

  /** @param wake - called after the timers that came due have fired */
  constructor(
    private readonly clock: Clock,
    private readonly wake: () => void,
  ) {}

  get size(): number {
    return this.relative.size + this.absolute.size;
  }

  add(timer: Timer): void {
    timer.order = this.added++;
    (timer.absolute ? this.absolute : this.relative).push(timer);
  }

  remove(timer: Timer): void {
    (timer.absolute ? this.absolute : this.relative).remove(timer);
  }

  /** Sets the host timer anew if something is due sooner, and clears it if nothing waits. */
  settle(): void {
    if (this.size === 0) return this.rest();
    const line = this.relative.due;
    const date = this.absolute.due;
    if (line >= this.armedLine && date >= this.armedDate) return;
    const untilDate = date === Infinity ? Infinity : Math.min(date - this.clock.now(), WALL_CHECK);
    const start = this.clock.passed();
    this.arm(start, Math.min(line - start, untilDate, MAX_DELAY));
    this.armedDate = date;
  }

  /** Lets the host's event loop go on, and wakes right after. */
  yield(): void {
    this.arm(this.clock.passed(), 0);
  }

  /** From now on nothing fires, and no host timer is set. */
  stop(): void {
    this.stopped = true;
    this.rest();
  }

  /** Nothing waits. */
  private rest(): void {
    this.clock.disarm();
    this.clock.rest();
    this.armedLine = this.armedDate = Infinity;
  }

  private arm(start: number, delay: number): void {
    if (this.stopped) return;
    this.armedLine = start + delay;
    this.armedDate = Infinity;
    this.clock.arm(delay, this.fired);
  }

  private readonly fired = (): void => {
    this.armedLine = this.armedDate = Infinity;
    this.fireDue();
    if (this.size === 0) this.clock.rest();
    this.wake();
  };

  /** Fires what is due, instant by instant; if much is late, only a part, and nothing that is added meanwhile. */
  fireDue(): void {
    this.firing = true;
    try {
      this.fireAll();
    } finally {
      this.firing = false;
    }
  }

  private fireAll(): void {
    const { added } = this;
    const line = this.clock.passed();
    const now = this.absolute.size > 0 ? this.clock.now() : -Infinity;
    this.overdue = false;
    let last = NaN;
    for (let fired = 0; ; fired++) {
      const timer = this.firstDue(line, now);
      if (timer === undefined || timer.order >= added || this.stopped) return;
      this.overdue = fired >= BATCH && timer.due !== last;
      if (this.overdue) return;
      last = timer.due;
      this.remove(timer);
      timer.fire();
    }
  }

  /** The first timer that is due, across both heaps: by instant, then by order of setting. */
  private firstDue(line: number, now: number): Timer | undefined {
    const relative = this.relative.due <= line ? this.relative.top : undefined;
    const absolute = this.absolute.due <= now ? this.absolute.top : undefined;
    if (relative === undefined || absolute === undefined) return relative ?? absolute;
    const order = difference(relative, absolute, this.clock) || relative.order - absolute.order;
    return order < 0 ? relative : absolute;
  }
}
