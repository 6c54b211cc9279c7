import type { Clock } from './clock.js';
import { difference } from './instant.js';
import { TimerHeap, type Timer } from './timer-heap.js';

export type { Timer };

/** The longest delay a host timer takes, less the millisecond that the clock may add. */
const MAX_DELAY = 2 ** 31 - 2;
/** How long a step of the wall clock may go unnoticed while something waits for a date. */
const WALL_CHECK = 60_000;
/**
 * After how many timers the rest of what is late waits until their turns are over, so that what is in progress
 * at once stays small (bench row "ticks"). Those of one due are never parted (D-050).
 */
const BATCH = 1_000;

/**
 * One host timer behind any number of timers, armed for the earliest; none when nothing waits (6.2).
 * Any length of delay, never early (6.3, 6.4).
 *
 * Relative dues and dates wait apart, each in its own order, because the wall steps and the line does
 * not (6.5).
 */
export class TimerQueue {
  private readonly relative = new TimerHeap();
  private readonly absolute = new TimerHeap();
  /** Some of what is due has not fired yet: it is late, and there was much of it. */
  overdue = false;
  /** Nothing is to go on before all that is due at one instant has fired. */
  firing = false;
  private added = 0;
  private stopped = false;
  /** The instant on the line for which the host timer is armed, and the date it took into account. */
  private armedLine = Infinity;
  private armedDate = Infinity;

  /** @param wake - called after what came due has fired */
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

  /** Arms the host timer anew if something is due before it, and disarms it if nothing waits. */
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

  /** Nothing fires any more, and no host timer is armed. */
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

  /** Fires what is due, instant by instant: of much that is late, a part; nothing that is added meanwhile. */
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

  /** The first of what is due, across both heaps: by instant, then by when it was set. */
  private firstDue(line: number, now: number): Timer | undefined {
    const relative = this.relative.due <= line ? this.relative.top : undefined;
    const absolute = this.absolute.due <= now ? this.absolute.top : undefined;
    if (relative === undefined || absolute === undefined) return relative ?? absolute;
    const order = difference(relative, absolute, this.clock) || relative.order - absolute.order;
    return order < 0 ? relative : absolute;
  }
}
