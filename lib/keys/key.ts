import { Subject } from 'rxjs';
import type { Due } from '../config/due.js';
import type { Emit } from '../config/loop-event.js';
import type { Task } from '../config/task.js';
import type { Clock } from '../time/clock.js';
import type { Timer, TimerQueue } from '../time/timer-queue.js';
import { Fifo, type Linked } from '../work/fifo.js';
import { Mailbox } from '../work/pending-turn.js';
import type { RunState } from './run-state.js';

/** What all keys of a run share: the clock, the timers, and where those that are ready stand and wait. */
export interface KeyHost {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly state: RunState;
  readonly emit: Emit | undefined;
  /** `key` has become ready, and is to be looked at after this turn; `dueTime` where that was told just now. */
  ready(key: Key<any>, dueTime?: Date): void;
  /** `key`, which is ready, is not to start any more. */
  leave(key: Key<any>): void;
  /** The due time of `key`, which stays in the queue, has moved. */
  moved(key: Key<any>): void;
  /** A counted tick has waited long enough. */
  join(tick: CountedTick): void;
}

/** What a key knows of a run of its task. */
export interface RunOfKey {
  readonly cancelled: boolean;
  /** When it started, on the line of the clock. */
  readonly since: number;
  /** Its key; one that is added again takes it over from its removed predecessor (5.6). */
  key: any;
}

/**
 * One key of a run: a Subject of due times (`null` clears) that holds its own state. Its ready ticks come out of
 * the one timer queue, so that a key costs no subscription.
 *
 * ```text
 *                due ahead                timer fires
 * unscheduled ─────────────► waiting ─────────────────┐
 *  ▲      │                                           ▼     join
 *  │      └─────────── due now or past ───────────► fresh ────────► queued
 *  │                                                │   ▲             │
 *  │                                          latch ▼   │ runs over   │
 *  │                                              latched             │
 *  └──────── start, or dropped, counted, taken back ──────────────────┘
 * ```
 *
 * `fresh`, `latched` and `queued` are ready. A due ahead leads from any state back to `waiting`.
 */
export class Key<K = any, R extends RunOfKey = any> extends Subject<Due | null> implements Timer {
  state: 'unscheduled' | 'waiting' | 'fresh' | 'latched' | 'queued' = 'unscheduled';
  /** An instant on the wall where `absolute`, else on the clock's line. */
  due = 0;
  absolute = false;
  /** Its place where it stands: among the timers, the fresh ones, or those in the queue. */
  index = -1;
  /** When it came to stand there: of two with one due, the lower goes first. */
  order = 0;
  /** What there is of `activity`; idle keys do without. */
  active: Activity<K, R> | undefined = undefined;

  constructor(
    readonly key: K,
    readonly task: Task<K>,
    private readonly host: KeyHost,
  ) {
    super();
  }

  get activity(): Activity<K, R> {
    return (this.active ??= new Activity(this.task.startFailures ?? 0));
  }

  get isReady(): boolean {
    return this.state !== 'unscheduled' && this.state !== 'waiting';
  }

  /** The first of the ticks that `concat` counted. */
  get firstCounted(): CountedTick<K> | undefined {
    return this.active?.head ?? this.active?.counted.first;
  }

  get isRunning(): boolean {
    return this.active !== undefined && this.active.runs.length > 0;
  }

  /** It was removed, and is here only because it still runs (5.6). */
  get removed(): boolean {
    return this.active !== undefined && this.active.removed;
  }

  /** `minInterval` is not over. */
  get isHeld(): boolean {
    const notBefore = this.active?.notBefore;
    return notBefore !== undefined && notBefore > this.host.clock.line();
  }

  /** Schedules at `due`, which has been checked, from any state; `null` clears (1.1 to 1.4). */
  override next(due: Due | null): void {
    if (due !== null) return this.set(due, false);
    if (this.state === 'unscheduled') return;
    this.host.emit?.({ type: 'schedule', key: this.key, dueTime: undefined });
    this.clear();
  }

  /** Schedules at `due` unless that is no sooner than what there is (1.5). */
  sooner(due: Due): void {
    this.set(due, this.state !== 'unscheduled');
  }

  /** Stops the timer; returns whether it is ready (1.6). */
  stopTimer(): boolean {
    if (this.state === 'waiting') this.next(null);
    return this.isReady || this.firstCounted !== undefined;
  }

  /** When it is due; `undefined` while it is unscheduled (1.7). */
  dueTime(): Date | undefined {
    const tick = this.firstCounted ?? this;
    if (tick === this && this.state === 'unscheduled') return undefined;
    const ready = tick !== this || this.isReady;
    const { due, absolute } = tick;
    if (this.active?.notBefore === undefined || this.task.overlap !== 'concat')
      return this.dateOf(due, absolute, ready);
    return this.dateOf(this.notBefore(due, absolute), absolute, ready && !this.isHeld);
  }

  /** Its timer came due; a date may have come before `notBefore` by a step of the wall clock. */
  fire(): void {
    if (this.held !== undefined && this.isHeld) this.wait(this.held, false);
    else this.host.ready(this);
  }

  /** Takes over what still runs of a removed predecessor of the same key (5.6). */
  succeed({ activity: { runs } }: Key<K, R>): void {
    this.activity.runs = runs;
    for (const run of runs) run.key = this;
  }

  /** Its readiness is used up by a start. */
  consume(): this {
    this.state = 'unscheduled';
    if (this.active !== undefined) this.active.callsForDue = 0;
    return this;
  }

  private set(due: Due, onlySooner: boolean): void {
    const { clock } = this.host;
    const ready = this.isReady;
    if (due === 0 && ready) return;
    const absolute = typeof due !== 'number';
    const now = absolute ? clock.now() : clock.line();
    const wish = absolute ? due.getTime() : now + due;
    const time = this.held === undefined ? wish : this.notBefore(wish, absolute);
    if (onlySooner && !this.isSooner(time, absolute)) return;

    const dueTime = this.announce(time, absolute);
    if (!this.host.state.schedules) return; // A monitor may have drained the run.
    if (ready && (onlySooner || time <= now)) {
      this.due = time;
      this.absolute = absolute;
      if (this.state === 'queued') this.host.moved(this);
    } else {
      this.clear();
      if (time > now) return this.wait(time, absolute);
      this.due = time;
      this.absolute = absolute;
      this.host.ready(this, dueTime);
    }
  }

  private wait(due: number, absolute: boolean): void {
    this.state = 'waiting';
    this.due = due;
    this.absolute = absolute;
    this.host.timers.add(this);
  }

  private clear(): void {
    const { state, host } = this;
    if (state === 'waiting') host.timers.remove(this);
    else if (state === 'fresh' || state === 'queued') host.leave(this);
    this.state = 'unscheduled';
    // A latched tick is accounted for as latched.
    if (state === 'fresh' || state === 'queued') host.emit?.({ type: 'unscheduled', key: this.key });
  }

  /** Tells that it will be due at `time`, if it may, which it may not once the run drains or is over; returns what was told. */
  private announce(time: number, absolute: boolean): Date | undefined {
    const { state, emit, clock } = this.host;
    if (emit === undefined || !state.schedules) return undefined;
    const dueTime = clock.dateOf(time, absolute);
    emit({ type: 'schedule', key: this.key, dueTime });
    return dueTime;
  }

  /** `time`, or the end of `minInterval` if that is later. */
  notBefore(time: number, absolute: boolean): number {
    const notBefore = this.active?.notBefore;
    if (notBefore === undefined) return time;
    return Math.max(time, absolute ? this.host.clock.wallOf(notBefore) : notBefore);
  }

  /** The instant before which it may not become ready; what `concat` counts is ready at once, and waits then. */
  private get held(): number | undefined {
    const notBefore = this.active?.notBefore;
    return notBefore === undefined || this.task.overlap === 'concat' ? undefined : notBefore;
  }

  /** What is ready was due at the latest now: the wall may have been set back since. */
  dateOf(due: number, absolute: boolean, ready: boolean): Date {
    const { clock } = this.host;
    const date = clock.dateOf(due, absolute);
    return ready && date.getTime() > clock.now() ? new Date(clock.now()) : date;
  }

  private isSooner(time: number, absolute: boolean): boolean {
    if (absolute === this.absolute) return time < this.due;
    const { clock } = this.host;
    return +clock.dateOf(time, absolute) < +clock.dateOf(this.due, this.absolute);
  }
}

/** What a key that was ready once needs beyond its schedule. */
export class Activity<K = any, R extends RunOfKey = any> {
  /** Runs of its task that are not over: the first stage goes on, or turns that it caused. */
  runs: R[] = [];
  /** Ticks that `concat` counted, and the one of them that is next once nothing runs. */
  readonly counted = new Fifo<CountedTick<K>>();
  head: CountedTick<K> | undefined = undefined;
  /** How many calls set or cleared the schedule, and how many of them led to the schedule that there is (1.10). */
  calls = 0;
  callsForDue = 0;
  /** The instant on the line before which nothing may become ready (5.11). */
  notBefore: number | undefined = undefined;
  removed = false;
  /** Where its turns wait. */
  readonly mailbox = new Mailbox();

  /** @param failures - errors since the last value (4.9) */
  constructor(public failures: number) {}
}

/** A tick that is counted (`'concat'`): it has a place in line of its own (5.5). */
export class CountedTick<K = any> implements Timer, Linked<CountedTick<K>> {
  link: CountedTick<K> | undefined = undefined;
  index = -1;
  due: number;
  absolute: boolean;
  order: number;
  private readonly place: number;
  /** It waits for `minInterval` to be over. */
  delayed = false;

  constructor(
    readonly of: Key<K>,
    private readonly host: KeyHost,
  ) {
    this.due = of.due;
    this.absolute = of.absolute;
    this.order = this.place = of.order;
  }

  get task(): Task<K> {
    return this.of.task;
  }

  /** It is used up by a start of its key. */
  consume(): Key<K> {
    this.of.active!.head = undefined;
    return this.of;
  }

  fire(): void {
    this.delayed = false;
    this.order = this.place; // Not that among the timers.
    this.host.join(this);
  }
}
