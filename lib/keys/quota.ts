import type { Rate } from '../config/limit.js';
import type { Clock } from '../time/clock.js';
import { Heap, type HeapItem } from '../time/heap.js';
import { isAhead, type Instant } from '../time/instant.js';
import type { Timer, TimerQueue } from '../time/timer-queue.js';
import { Gate, type GateOwner } from './gate.js';
import type { LimitHistory } from './limit-history.js';

export interface QuotaParts<L> {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly history: LimitHistory;
  readonly before: (a: L, b: L) => boolean;
  /** There may be room at `quota`. */
  readonly wake: (quota: any) => void;
  /** There is more room at `quota`, or less. */
  readonly changed: (quota: any) => void;
}

/** A limit in a run: how much room it has, and which lines wait for it (5.15). While time will make room, it is a timer. */
export class Quota<L extends HeapItem> implements Timer, GateOwner {
  /** The lines whose first tick waits for room here and, as far as is known, nowhere else. */
  readonly parked: Heap<L>;
  due = 0;
  readonly absolute = false;
  index = -1;
  order = 0;
  private concurrent = Infinity;
  private rate: Rate | undefined = undefined;
  private running = 0;
  private readonly gate: Gate;

  constructor(
    readonly name: string,
    private readonly parts: QuotaParts<L>,
  ) {
    const { clock, timers, history, before } = parts;
    this.parked = new Heap(before);
    this.gate = new Gate(clock, timers, this);
    history.enter(clock);
    this.gate.hold = history.hold;
  }

  change(change: { concurrent?: number; rate?: Rate }): void {
    Object.assign(this, change);
    this.parts.changed(this);
  }

  /** Whether there is no room for a start at `cost`, after others that come before it. */
  lacks(cost: number, running = 0, taken = 0): boolean {
    const { rate } = this;
    const { clock, history, wake } = this.parts;
    if (this.running + running >= this.concurrent || (this.gate.hold !== undefined && this.gate.isShut))
      return true;
    if (rate === undefined) return false;
    // Others can use the room that time has made, too, and no timer will tell them any more.
    if (history.forget(clock.passed(), rate.per)) wake(this);
    return history.exceeds(rate.starts, cost + taken);
  }

  /** When there will be room for a start at `cost`, which frees so much, if time alone makes it. */
  roomAt(cost: number, frees: number): Instant | undefined {
    const { rate, gate } = this;
    const { end } = gate;
    if (end !== undefined) return end.due === Infinity ? undefined : end;
    if (rate === undefined || this.running - frees >= this.concurrent) return undefined;
    const start = this.parts.history.blocking(rate.starts, cost);
    return start === undefined ? undefined : { due: start + rate.per, absolute: false };
  }

  take(cost: number): void {
    this.running++;
    const { history, clock } = this.parts;
    if (this.rate !== undefined) history.add(clock.line(), cost);
  }

  /** The last start that took room has been made: later than it was decided, if the host was busy. */
  began(): void {
    if (this.rate !== undefined) this.parts.history.began(this.parts.clock.line());
  }

  /** A start that took room is no longer running. */
  release(): void {
    this.running--;
    this.parts.wake(this);
  }

  /** The hold, which may be over. */
  get held(): Instant | undefined {
    return this.gate.hold;
  }

  /** Holds it until `wish`, unless that is over, or releases it. */
  hold(wish: Instant | undefined): void {
    const hold = wish !== undefined && isAhead(wish, this.parts.clock) ? wish : undefined;
    this.gate.hold = hold;
    this.parts.history.hold = hold?.due === Infinity ? undefined : hold;
    this.gate.disarm();
    this.parts.changed(this);
  }

  /** Wakes up when time makes room, even if only for a cheap start, or one that replaces what is running. */
  arm(): void {
    const { rate } = this;
    const { clock, history, timers, wake } = this.parts;
    this.disarm();
    if (this.gate.isShut) return this.gate.arm();
    if (rate === undefined) return;
    if (history.forget(clock.passed(), rate.per)) wake(this);
    if (history.oldest === undefined) return;
    this.due = history.oldest + rate.per;
    if (this.due < Infinity) timers.add(this); // Before the first value of an Observable, there is nothing to wait for.
  }

  disarm(): void {
    if (this.index >= 0) this.parts.timers.remove(this);
    this.gate.disarm();
  }

  fire(): void {
    this.parts.wake(this);
  }

  opened(): void {
    this.parts.wake(this);
  }
}
