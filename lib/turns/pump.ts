import { StandstillError } from '../config/errors.js';
import type { RunState } from '../keys/run-state.js';
import type { Starter } from '../keys/starter.js';
import type { Clock } from '../time/clock.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { PendingTurn } from '../work/pending-turn.js';
import type { Lanes } from './lanes.js';
import { Outlet, StartOutlet } from './outlet.js';
import { Slice } from './slice.js';

export interface PumpParts {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly state: RunState;
  readonly starter: Starter;
  readonly lanes: Lanes;
  /** Called when nothing is in progress or queued. */
  readonly idle: () => void;
  readonly fail: (error: unknown) => void;
}

/** How many turns one instant may have: more mean that the clock stands still, and they would never end (2.5). */
const TURNS_AN_INSTANT = 1_000_000;

/**
 * The one loop that drains everything, never re-entered: when a turn ends it judges what is ready, starts what may start,
 * then feeds the next turn (2.1, 3.1). So `mergeMap` never starts a first stage inside a turn, and `concatMap` never has to
 * buffer, which would break it (3.3). Keys that those starts make ready come after that turn, if there is one. Otherwise a
 * task without turns that repeats itself at once would keep all events waiting (3.2).
 */
export class Pump {
  private readonly startOutlet = new StartOutlet(() => this.changed());
  private readonly turnOutlet = new Outlet<PendingTurn>();
  /** What starts, in groups for `mergeMap`, and whose turn it is, for `concatMap`: the pump decides, they subscribe. */
  readonly starts = this.startOutlet.groups;
  readonly turns = this.turnOutlet.values;
  /** Whether a turn is in progress. */
  private busy = false;
  private pumping = false;
  /** The loop has yielded to the host's event loop, and does nothing until that has had its turn. */
  private yielded = false;
  /** The slice is used up: the host goes before anything that can wait, which an event of a caller cannot (3.5). */
  private resting = false;
  private steps = 0;
  private stepLimit = 0;
  private readonly slice: Slice;

  constructor(private readonly parts: PumpParts) {
    this.slice = new Slice(parts.clock);
  }

  /** A notification of a first stage or a source: it waits for its turn. */
  readonly arrived = (turn: PendingTurn): void => {
    this.parts.lanes.push(turn);
    if (this.resting && turn.cause.canWait) this.yielded = true;
    this.pump();
  };

  /** Goes on as far as possible without waiting. */
  pump(): void {
    if (this.pumping || this.busy || this.yielded) return;
    if (this.startOutlet.releases > 0) return this.startOutlet.await();
    const { timers, starter, state, idle } = this.parts;
    if (timers.firing || !state.takesTurns) return; // After the timers `wake` follows.
    const { slice } = this;
    this.pumping = true;
    slice.enter();
    starter.look();
    while (this.step() && state.takesTurns) {
      if (slice.isDue()) {
        if (slice.look()) this.stepLimit = this.steps + TURNS_AN_INSTANT + this.backlog;
        else if (this.steps > this.stepLimit) this.parts.fail(new StandstillError());
        if (!this.busy && slice.isOver && this.hasMore && this.yields()) break;
      }
      if (this.busy) break;
    }
    this.pumping = false;
    if (this.yielded || !state.takesTurns) return;
    if (!this.resting) timers.settle();
    if (!this.busy) idle();
    if (!slice.isSpent || this.resting || !state.takesTurns) return;
    this.resting = true;
    timers.yield();
  }

  turnEnded(): void {
    this.busy = false;
    this.rest();
    this.pump();
  }

  /** The host timer fired: something may be due, or the host has had its turn. */
  wake(): void {
    this.yielded = this.resting = false;
    this.slice.renew();
    if (this.busy || !this.parts.state.takesTurns) this.parts.timers.settle();
    else this.pump();
  }

  /** A run of a task is over: more may start, or the loop may be complete; `repeatDue` may have set a timer. */
  changed(): void {
    this.rest();
    this.pump();
    this.settle();
  }

  /** Schedules have changed: in an asynchronous turn, which is outside this loop, the host timer is set now. */
  settle(): void {
    if (!this.pumping && !this.yielded && !this.resting) this.parts.timers.settle();
  }

  /** Yields to the host's event loop; returns whether that is still to come: some schedulers run work without a delay at once. */
  private yields(): boolean {
    this.yielded = true;
    this.parts.timers.yield();
    return this.yielded;
  }

  /** What comes next can wait for the host, if that is to have its turn first. */
  private rest(): void {
    if (this.resting) this.yielded ||= this.hasMore;
  }

  private get hasMore(): boolean {
    return this.parts.lanes.size > 0 || this.parts.starter.mayStart || this.parts.timers.overdue;
  }

  private get backlog(): number {
    return this.parts.lanes.size + this.parts.starter.waiting;
  }

  /** Starts one first stage, or else takes one turn, or else lets more come due; returns whether there was anything to do. */
  private step(): boolean {
    const { starter, lanes, timers } = this.parts;
    const run = starter.startNext();
    if (run !== undefined) {
      const { room } = run;
      this.startOutlet.next(run);
      if (room !== undefined) for (const quota of room) quota.began();
      if (lanes.size === 0) this.steps++; // A start without a turn counts as one, or this could go on forever.
      return true;
    }
    const turn = lanes.shift();
    if (turn !== undefined) {
      this.steps++;
      this.busy = true;
      this.turnOutlet.next(turn);
      if (!this.busy) starter.look(); // After an asynchronous turn, `pump` does this.
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
