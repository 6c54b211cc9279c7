import type { Clock } from '../schedule/clock.js';
import type { TimerQueue } from '../schedule/timer-queue.js';
import type { Feed } from '../stages/feed.js';
import type { Starter } from '../stages/starter.js';
import type { Notification } from '../stages/notification.js';
import type { Lanes } from './lanes.js';
import { Slice } from './slice.js';
import { StandstillError } from './standstill-error.js';

/** What the pump drives. */
export interface Driven {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly starter: Starter<any>;
  readonly lanes: Lanes;
  /** Feeds `concatMap`. */
  readonly turns: Feed<Notification>;
  /** Nothing is in progress or queued. */
  readonly idle: () => void;
  readonly fail: (error: unknown) => void;
}

/** How many turns one instant may have: where the clock stands still, more of them would never end (2.5). */
const TURNS_AN_INSTANT = 1_000_000;

/**
 * The one drain loop, re-entered nowhere: as a turn ends it looks at what is ready, starts what may start, then
 * feeds the next turn (2.1, 3.1). So `mergeMap` never starts a first stage inside a turn, and `concatMap` never
 * has to buffer, which it does not survive (3.3). What those starts make ready comes after that turn, if there is
 * one, or a task without turns that repeats itself at once would keep all events waiting (3.2).
 */
export class Pump {
  /** A turn is in progress. */
  private busy = false;
  /** Held back: the run is being set up, waits for leftovers, or is over. */
  held = true;
  private pumping = false;
  private yielded = false;
  private turns = 0;
  private turnLimit = 0;
  private readonly slice: Slice;

  constructor(private readonly driven: Driven) {
    this.slice = new Slice(driven.clock);
  }

  /** Goes on as far as possible without waiting. */
  pump(): void {
    if (this.pumping || this.busy || this.held || this.yielded) return;
    const { timers, starter, idle } = this.driven;
    const { slice } = this;
    this.pumping = true;
    slice.enter();
    starter.look();
    while (this.step() && !this.busy && !this.held) {
      if (!slice.isDue()) continue;
      if (slice.instantIsNew()) this.turnLimit = this.turns + TURNS_AN_INSTANT + this.backlog;
      else if (this.turns > this.turnLimit) this.driven.fail(new StandstillError());
      if (!slice.isOver() || !this.hasMore) continue;
      this.yielded = true;
      timers.yield();
      if (this.yielded) break; // Some schedulers do at once what has no delay.
    }
    this.pumping = false;
    if (this.held || this.yielded) return;
    timers.settle();
    if (!this.busy) idle();
  }

  /** Nothing holds it back any more. */
  release(): void {
    this.held = false;
    this.pump();
  }

  turnEnded(): void {
    this.busy = false;
    this.pump();
  }

  /** The host timer has fired: something may be due, or the host has had its turn. */
  wake(): void {
    this.yielded = false;
    this.slice.renew();
    if (this.busy || this.held) this.driven.timers.settle();
    else this.pump();
  }

  /** Schedules have changed: outside the loop, in an asynchronous turn, the timer is armed now. */
  settle(): void {
    if (!this.pumping && !this.yielded) this.driven.timers.settle();
  }

  private get hasMore(): boolean {
    return this.driven.lanes.size > 0 || this.driven.starter.mayStart || this.driven.timers.overdue;
  }

  private get backlog(): number {
    return this.driven.lanes.size + this.driven.starter.waiting;
  }

  /** Starts one stage, or else takes one turn, or else lets more come due; returns whether there was anything to do. */
  private step(): boolean {
    const { starter, lanes, turns, timers } = this.driven;
    if (starter.startNext()) {
      if (lanes.size === 0) this.turns++; // A start without a turn counts as one, or it could go round for ever.
      return true;
    }
    const notification = lanes.shift();
    if (notification !== undefined) {
      this.turns++;
      this.busy = true;
      turns.next(notification);
      if (!this.busy) starter.look(); // After an asynchronous turn `pump` does.
      return true;
    }
    if (starter.hasFresh) {
      starter.look();
      return true;
    }
    if (!timers.overdue) return false;
    timers.fireDue();
    return true;
  }
}
