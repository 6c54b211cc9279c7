import { Subject } from 'rxjs';
import type { Due } from '../config/due.js';
import type { Emit } from '../config/loop-event.js';
import type { Task } from '../config/task.js';
import type { Clock } from '../time/clock.js';
import { isAhead, type Instant } from '../time/instant.js';
import type { Timer, TimerQueue } from '../time/timer-queue.js';
import { Activity } from './activity.js';
import type { CountedTick } from './counted-tick.js';
import { Gate } from './gate.js';
import type { RunOfKey } from './run-of-key.js';
import type { RunState } from './run-state.js';

/** What all keys of a run share: the clock, the timers, and the queue of the ready ones. */
export interface KeyHost {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly state: RunState;
  readonly emit: Emit | undefined;
  /** `key` has become ready, and will be judged after this turn. */
  ready(key: Key<any>): void;
  /** `ready` must not start any more. */
  leave(ready: Key<any> | CountedTick<any>): void;
  /** The due time of `key`, which stays in the queue, has moved. */
  moved(key: Key<any>): void;
  /** A counted tick may pass the gate now. */
  join(tick: CountedTick<any>): void;
}

/**
 * One key of a run: a Subject of due times (`null` clears) that holds its own state. The one timer queue makes it ready,
 * so that a key costs no subscription.
 *
 * ```text
 *                due ahead                timer fires
 * unscheduled ─────────────► waiting ─────────────────┐
 *  ▲   │  │                                           ▼     join
 *  │   │  └─────────── due now or past ───────────► fresh ────────► queued
 *  │   │                                            ▲ │ ▲             │
 *  │   └─────► held ──── the gate opens ────────────┘ │ │ runs over   │
 *  │         before the                         latch ▼ │             │
 *  │         gate opens                             latched           │
 *  └──────── start, or dropped, counted, taken back ──────────────────┘
 * ```
 *
 * `fresh`, `latched` and `queued` are ready. A due ahead leads from any state back to `waiting`, or to `held`: then `due`
 * is what was asked for, and the gate tells when that is admitted.
 */
export class Key<K = any, R extends RunOfKey = any> extends Subject<Due | null> implements Timer {
  state: 'unscheduled' | 'held' | 'waiting' | 'fresh' | 'latched' | 'queued' = 'unscheduled';
  /** An instant, on the wall if `absolute`, otherwise on the clock's line. */
  due = 0;
  absolute = false;
  /** Its place where it waits: among the timers, the fresh keys, or those in the queue. */
  index = -1;
  /** The order of arrival there: of two with the same due, the lower goes first. */
  order = 0;
  /** Its `activity`, if there is one yet: idle keys do without. */
  active: Activity<Key<K, R>, R> | undefined = undefined;

  constructor(
    readonly key: K,
    readonly task: Task<K>,
    private readonly host: KeyHost,
  ) {
    super();
  }

  get activity(): Activity<Key<K, R>, R> {
    return (this.active ??= new Activity(this.task.startFailures ?? 0));
  }

  get isReady(): boolean {
    return this.state === 'fresh' || this.state === 'queued' || this.state === 'latched';
  }

  /** The first of the ticks that `concat` has counted. */
  get firstCounted(): CountedTick<Key<K, R>> | undefined {
    return this.active?.head ?? this.active?.counted.first;
  }

  get isRunning(): boolean {
    return this.active !== undefined && this.active.runs.length > 0;
  }

  /** Whether it was removed, and is here only because it is still running (5.6). */
  get removed(): boolean {
    return this.active !== undefined && this.active.removed;
  }

  /** The gate that can keep it from starting; created when needed. */
  get gate(): Gate {
    return (this.activity.gate ??= new Gate(this.host.clock, this.host.timers, this));
  }

  /** Schedules at `due`, which must be valid, from any state; `null` clears (1.1 to 1.4). */
  override next(due: Due | null): void {
    if (due !== null) return this.set(due, false);
    if (this.state === 'unscheduled') return;
    this.host.emit?.({ type: 'schedule', key: this.key, dueTime: undefined });
    this.clear();
  }

  /** Schedules at `due` if that is sooner than the present schedule (1.5). */
  sooner(due: Due): void {
    this.set(due, this.state !== 'unscheduled');
  }

  /** Stops the timer; returns whether the key is ready (1.6). */
  stopTimer(): boolean {
    if (this.state === 'waiting' || this.state === 'held') this.next(null);
    return this.isReady || this.firstCounted !== undefined;
  }

  /** When it is due; `undefined` while it is unscheduled, or held until it is released (1.7, 5.14). */
  dueTime(): Date | undefined {
    const tick = this.firstCounted ?? this;
    if (tick === this && this.state === 'unscheduled') return undefined;
    const ready = tick !== this || this.isReady;
    const gate = this.active?.gate;
    if (gate === undefined || (ready && !this.countsTicks && this.state !== 'latched'))
      return this.dateOf(tick, ready);
    const admitted = gate.admitted(tick);
    return admitted.due === Infinity ? undefined : this.dateOf(admitted, ready && !gate.isShut);
  }

  /** Its timer came due, or a latched tick is ready anew. After a step of the wall clock a date may come before the gate opens. */
  fire(): void {
    if (this.active?.gate === undefined) this.host.ready(this);
    else this.goOn(this.active.gate);
  }

  /** Holds it until `hold`, or releases it; its schedule is kept (5.14). */
  hold(hold: Instant | undefined): void {
    const before = +(this.dueTime() ?? NaN);
    this.gate.hold = hold !== undefined && isAhead(hold, this.host.clock) ? hold : undefined;
    if (this.activity.head !== undefined) this.admit(this.activity.head);
    const { state } = this;
    if (state === 'held' || (this.isKept && state !== 'unscheduled' && state !== 'latched')) {
      this.clear();
      this.goOn(this.gate);
    }
    const dueTime = this.firstCounted === undefined ? this.dueTime() : undefined; // A counted tick was announced before.
    if (dueTime !== undefined && +dueTime !== before) this.tell(dueTime);
  }

  /** The gate has opened: what was due by then is due then. */
  opened(gate: Gate): void {
    const { head } = this.active!;
    if (head?.delayed) this.admit(head);
    if (this.state === 'held') this.goOn(gate);
  }

  /** Puts the first counted tick in line, or has it wait at the gate, from where it comes back here (5.11, 5.14). */
  admit(tick: CountedTick<Key<K, R>>): void {
    const { host } = this;
    const { gate } = this.active!;
    tick.delayed = gate?.isShut === true;
    if (tick.delayed) {
      if (tick.index >= 0) host.leave(tick);
      gate!.arm();
    } else if (tick.index < 0) {
      gate?.disarm();
      const { due, absolute } = gate?.admitted(tick) ?? tick;
      Object.assign(tick, { due, absolute });
      host.join(tick);
    }
  }

  /** Takes over the runs of a removed predecessor with the same key (5.6). */
  succeed({ activity: { runs } }: Key<K, R>): void {
    this.activity.runs = runs;
    for (const run of runs) run.key = this;
  }

  /** A start uses up its readiness. */
  consume(): this {
    this.state = 'unscheduled';
    if (this.active !== undefined) this.active.callsForDue = 0;
    return this;
  }

  private set(due: Due, onlySooner: boolean): void {
    const { clock } = this.host;
    const ready = this.isReady;
    if (due === 0 && ready) return;
    let absolute = typeof due !== 'number';
    const now = absolute ? clock.now() : clock.line();
    let time = typeof due === 'number' ? now + due : due.getTime();
    const ahead = time > now;
    const ownGate = this.active?.gate; // Most keys have none, and then their task is not read (bench row "cycle").
    const gate = ownGate === undefined || this.countsTicks ? undefined : ownGate;
    const held = gate?.keeps(time, absolute) === true;
    if (gate !== undefined && !held) ({ due: time, absolute } = gate.admitted({ due: time, absolute }));
    if (onlySooner && !this.isSooner(time, absolute)) return;
    // Held for as long as before, and due sooner if it is released.
    if (onlySooner && held && this.state === 'held') return this.wish(time, absolute);

    if (!this.announce(time, absolute, held)) return;
    if (ready && (onlySooner || !(held || ahead))) {
      this.wish(time, absolute);
      if (this.state === 'queued') this.host.moved(this);
    } else {
      this.clear();
      this.wish(time, absolute);
      if (held || ahead) this.wait(held);
      else this.host.ready(this);
    }
  }

  private wish(due: number, absolute: boolean): void {
    this.due = due;
    this.absolute = absolute;
  }

  /** Whether the gate keeps it from becoming ready when due; a tick that `concat` counts is ready at once, and waits then. */
  private get isKept(): boolean {
    return this.countsTicks ? false : this.active!.gate!.keeps(this.due, this.absolute);
  }

  private get countsTicks(): boolean {
    return this.task.overlap === 'concat';
  }

  /** Waits for its due, or at the gate. */
  private wait(held: boolean): void {
    this.state = held ? 'held' : 'waiting';
    if (held) this.gate.arm();
    else this.host.timers.add(this);
  }

  /** Waits or becomes ready, after time has passed or its gate has changed. */
  private goOn(gate: Gate): void {
    const { clock } = this.host;
    const held = this.isKept;
    if (!held && !this.countsTicks) ({ due: this.due, absolute: this.absolute } = gate.admitted(this));
    if (held || this.due > (this.absolute ? clock.now() : clock.passed())) this.wait(held);
    else this.host.ready(this);
  }

  private clear(): void {
    const { state, host } = this;
    if (state === 'waiting') host.timers.remove(this);
    else if (state === 'held') this.gate.disarm();
    else if (state === 'fresh' || state === 'queued') host.leave(this);
    this.state = 'unscheduled';
    // A latched tick is already accounted for.
    if (state === 'fresh' || state === 'queued') host.emit?.({ type: 'unscheduled', key: this.key });
  }

  /** Announces when it will be due; returns whether it still may: not if the run is draining or over. */
  private announce(due: number, absolute: boolean, held: boolean): boolean {
    const { state, emit } = this.host;
    if (emit === undefined || !state.schedules) return state.schedules;
    const admitted = held ? this.gate.admitted({ due, absolute }) : undefined;
    // While it is held without an end, the due that was asked for is all there is to tell.
    this.tell(
      this.dateOf(admitted === undefined || admitted.due === Infinity ? { due, absolute } : admitted),
    );
    return state.schedules; // A monitor may have drained the run.
  }

  private tell(dueTime: Date): void {
    this.host.emit?.({ type: 'schedule', key: this.key, dueTime });
  }

  /** A ready key was due no later than now: the wall clock may have been set back since. */
  dateOf({ due, absolute }: Instant, ready = false): Date {
    const { clock } = this.host;
    const date = clock.dateOf(due, absolute);
    return ready && date.getTime() > clock.now() ? new Date(clock.now()) : date;
  }

  private isSooner(due: number, absolute: boolean): boolean {
    return absolute === this.absolute ? due < this.due : this.dateOf({ due, absolute }) < this.dateOf(this);
  }
}
