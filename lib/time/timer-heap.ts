import type { HeapItem } from './heap.js';

/** Something that waits for its due time. */
export interface Timer extends HeapItem {
  /** An instant, on the wall if `absolute`, otherwise on the clock's line; it must not change while this waits. */
  due: number;
  absolute: boolean;
  /** The order of setting: of two due at once, the one that was set first fires first. */
  order: number;
  fire(): void;
}

const NOTHING = new Float64Array(0);

/**
 * Timers in order: the earliest due first, and of two with the same due the one that was set first (6.6). Any may leave.
 *
 * It is a heap of few levels, with four children each, that keeps the dues beside the timers. To look into the timers,
 * which are scattered in memory, took half of a tick among 100,000 keys (bench row "ticks"). So the due of a timer must
 * not change while it waits.
 */
export class TimerHeap {
  /** The first timer, and its due; `undefined` and `Infinity` if nothing waits. */
  top: Timer | undefined = undefined;
  due = Infinity;
  size = 0;
  private readonly timers: Timer[] = [];
  private dues = NOTHING;

  push(timer: Timer): void {
    if (this.size === this.dues.length) this.grow();
    this.up(this.size++, timer, timer.due);
    this.top = this.timers[0];
    this.due = this.dues[0]!;
  }

  remove(timer: Timer): void {
    const { timers, dues } = this;
    const { index } = timer;
    const last = timers.pop()!;
    const due = dues[--this.size]!;
    timer.index = -1;
    if (last !== timer) {
      this.down(index, last, due);
      if (last.index === index) this.up(index, last, due);
    }
    this.top = this.size > 0 ? timers[0] : undefined;
    this.due = this.size > 0 ? dues[0]! : Infinity;
  }

  private up(index: number, timer: Timer, due: number): void {
    const { timers, dues } = this;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      const parentDue = dues[parent]!;
      const above = timers[parent]!;
      if (parentDue < due || (parentDue === due && above.order < timer.order)) break;
      timers[index] = above;
      dues[index] = parentDue;
      above.index = index;
      index = parent;
    }
    timers[index] = timer;
    dues[index] = due;
    timer.index = index;
  }

  private down(index: number, timer: Timer, due: number): void {
    const { timers, dues, size } = this;
    for (let child = 4 * index + 1; child < size; child = 4 * index + 1) {
      const end = Math.min(child + 4, size);
      let least = dues[child]!;
      for (let other = child + 1; other < end; other++) {
        const otherDue = dues[other]!;
        if (otherDue < least || (otherDue === least && timers[other]!.order < timers[child]!.order)) {
          child = other;
          least = otherDue;
        }
      }
      const below = timers[child]!;
      if (due < least || (due === least && timer.order < below.order)) break;
      timers[index] = below;
      dues[index] = least;
      below.index = index;
      index = child;
    }
    timers[index] = timer;
    dues[index] = due;
    timer.index = index;
  }

  /** By an eighth: copying numbers is cheap, and for a million keys unused room would not be. */
  private grow(): void {
    const dues = new Float64Array(this.size + (this.size >> 3) + 8);
    dues.set(this.dues);
    this.dues = dues;
  }
}
