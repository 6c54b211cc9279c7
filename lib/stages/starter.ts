import { describe } from '../config/describe.js';
import { dueError } from '../config/due-error.js';
import type { Emit } from '../config/emit.js';
import type { HandlerName } from '../config/loop-event.js';
import type { Due } from '../config/due.js';
import type { Task } from '../config/task.js';
import type { Clock } from '../schedule/clock.js';
import type { ScheduleHost } from '../schedule/key-schedule.js';
import type { TimerQueue } from '../schedule/timer-queue.js';
import type { KeyedTask } from './keyed-task.js';
import type { Leftovers } from './leftovers.js';
import { Stage, type StageHost } from './stage.js';
import type { StartingLine } from './starting-line.js';

/** What a starter needs from the run. */
export interface Starting<K> {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly line: StartingLine<K>;
  readonly leftovers: Leftovers;
  readonly emit: Emit | undefined;
  /** The run is over. */
  readonly closed: boolean;
  /** Something is over: more may start now, or the run be complete. */
  readonly changed: () => void;
  /** A removed key runs no more. */
  readonly forget: (keyed: KeyedTask<K>) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Decides what becomes of a ready tick (2.2, 5.5), and follows each run of a task from its start to its end.
 * Ticks are looked at between turns only, when the pump asks (2.1).
 *
 * ```text
 * ready ticks ─► overlap policy ─► starting line ─► mergeMap ─► over ─► repeatDue, latched and counted ticks
 * ```
 */
export class Starter<K> implements ScheduleHost<KeyedTask<K>>, StageHost<K> {
  /** Nothing starts before the `onRun` handlers are through (4.1). */
  booted = false;
  paused = false;
  draining = false;
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly emit: Emit | undefined;

  /** Ready since the last look; a hole is a tick that was taken back. */
  private fresh: (KeyedTask<K> | undefined)[] = [];
  private looked: (KeyedTask<K> | undefined)[] = [];
  private ticks = 0;
  private started = 0;
  private live = 0;

  constructor(private readonly run: Starting<K>) {
    this.clock = run.clock;
    this.timers = run.timers;
    this.emit = run.emit;
  }

  /** How many ready ticks wait. */
  get waiting(): number {
    return this.fresh.length + this.run.line.size;
  }

  get idle(): boolean {
    return this.live === 0 && this.waiting === 0;
  }

  /** Whether a look at the ticks may start something. */
  get mayStart(): boolean {
    return !this.paused && (this.fresh.length > 0 || this.next !== undefined);
  }

  /** Starts the first in line, if it may; returns whether it did. */
  startNext(): boolean {
    if (this.fresh.length > 0) this.lookAtTicks();
    const stage = this.next;
    if (stage !== undefined) this.start(stage);
    return stage !== undefined;
  }

  ready(keyed: KeyedTask<K>): void {
    this.noteTick(keyed);
    this.emit?.({ type: 'ready', key: keyed.key, dueTime: keyed.dueTime() as Date });
  }

  unready(keyed: KeyedTask<K>): void {
    const { key, runs, index } = keyed;
    if (index >= 0) this.fresh[index] = undefined;
    keyed.index = -1;
    if (!runs.latched) this.emit?.({ type: 'unscheduled', key });
    runs.latched = false; // Such a tick is accounted for as latched.
    if (runs.pending !== undefined) this.run.line.leave(runs.pending);
    runs.pending = undefined;
  }

  moved({ runs: { pending }, due, absolute }: KeyedTask<K>): void {
    if (pending === undefined) return;
    this.run.line.leave(pending);
    pending.due = due;
    pending.absolute = absolute;
    this.run.line.join(pending);
  }

  /** Clears the schedule of a key, its counted ticks included (1.4). */
  clear(keyed: KeyedTask<K>): void {
    keyed.next(null);
    if (keyed.existingRuns === undefined) return;
    const { replay, backlog } = keyed.runs;
    if (replay?.delayed) this.timers.remove(replay);
    else if (replay !== undefined) this.run.line.leave(replay);
    keyed.runs.replay = undefined;
    for (let stage = replay ?? backlog.shift(); stage !== undefined; stage = backlog.shift())
      this.emit?.({ type: 'unscheduled', key: keyed.key });
  }

  /** Cancels what runs of a key; returns whether anything did (5.1). */
  cancel({ key, task, existingRuns }: KeyedTask<K>): boolean {
    const live = existingRuns === undefined ? [] : [...existingRuns.live];
    for (const stage of live) {
      if (!stage.cancelled) this.emit?.({ type: 'cancel', key, stage: stage.id });
      stage.cancel();
      if (task.overlap === 'switch' || task.overlap === 'merge') this.run.line.release(stage);
    }
    return live.length > 0;
  }

  /** The first counted tick that waits, where ticks are counted. */
  counted({ existingRuns }: KeyedTask<K>): Stage<K> | undefined {
    return existingRuns?.replay ?? existingRuns?.backlog.first;
  }

  /** Whether a ready key waits for the end of its own run. */
  waitsForItself({ isRunning, task }: KeyedTask<K>): boolean {
    return isRunning && task.overlap !== 'switch' && task.overlap !== 'merge';
  }

  /** The place in line of a ready key, from 1; 0 if a slot is free for it. */
  placeOf(keyed: KeyedTask<K>): number {
    const fresh = this.fresh
      .filter((other): other is KeyedTask<K> => other !== undefined && !this.waitsForItself(other))
      .map((other) => this.stageOf(other));
    const own = keyed.runs.pending ?? keyed.runs.replay ?? fresh.find((stage) => stage.keyed === keyed);
    return own === undefined ? 0 : this.run.line.placeOf(own, fresh);
  }

  enqueue(stage: Stage<K>): void {
    stage.delayed = false;
    this.run.line.join(stage);
  }

  said(stage: Stage<K>, handler: HandlerName, value: unknown): void {
    if (handler === 'next') this.emit?.({ type: 'value', ...stage.origin });
    else if (handler === 'error') this.emit?.({ type: 'error', error: value, ...stage.origin });
  }

  left(stage: Stage<K>): void {
    this.run.leftovers.add(stage);
  }

  settled(stage: Stage<K>): void {
    this.run.leftovers.settle(stage);
  }

  ended(stage: Stage<K>): void {
    this.run.line.release(stage);
  }

  over(stage: Stage<K>): void {
    if (this.run.closed) return; // It was left over, and has settled.
    const { keyed } = stage;
    const { runs } = keyed;
    if (runs.live.length === 1) runs.live.pop();
    else runs.live.splice(runs.live.indexOf(stage), 1);
    this.live--;
    this.emit?.({ type: 'stop', ...stage.origin });
    this.follow(stage);
    this.run.changed();
  }

  /** What follows from the end of a run of a key. */
  private follow({ keyed, cancelled, callsBefore }: Stage<K>): void {
    const { runs } = keyed;
    if (!cancelled && runs.calls === callsBefore && !this.draining) this.repeat(keyed);
    if (runs.live.length > 0) return;
    if (keyed.removed) this.run.forget(keyed);
    else this.replay(keyed);
  }

  /** The checked `startDue` of a task; `null` for none (1.10). */
  startDue(key: K, { startDue = null }: Task<K>): Due | null {
    return this.draining ? null : this.dueOf(startDue, key, 'startDue');
  }

  /** A due as it stands in the configuration, evaluated now and checked. */
  private dueOf(due: Due | null | ((now: Date) => Due | null), key: K, option: string): Due | null {
    const value = typeof due === 'function' ? due(new Date(this.clock.now())) : due;
    const error = value === null ? undefined : dueError(value, () => `${option} of ${describe(key)}`);
    if (error !== undefined) throw error;
    return value;
  }

  private get next(): Stage<K> | undefined {
    return this.booted && !this.paused ? this.run.line.next : undefined;
  }

  private noteTick(keyed: KeyedTask<K>): void {
    keyed.index = this.fresh.push(keyed) - 1;
  }

  private lookAtTicks(): void {
    const { fresh } = this;
    this.fresh = this.looked;
    for (const keyed of fresh) if (keyed !== undefined) this.lookAt(keyed);
    fresh.length = 0;
    this.looked = fresh;
  }

  private lookAt(keyed: KeyedTask<K>): void {
    const { key, task, runs } = keyed;
    keyed.index = -1;
    const busy = runs.live.length > 0 || runs.replay !== undefined;
    switch (busy ? (task.overlap ?? 'latch') : 'merge') {
      case 'latch':
        runs.latched = true;
        return this.emit?.({ type: 'latched', key });
      case 'exhaust':
        keyed.consume();
        return this.emit?.({ type: 'dropped', key });
      case 'concat':
        runs.backlog.push(this.stageOf(keyed));
        return keyed.consume();
      case 'switch':
        if (this.paused) return this.noteTick(keyed);
        this.cancel(keyed);
    }
    runs.pending = this.stageOf(keyed);
    this.run.line.join(runs.pending);
  }

  private stageOf(keyed: KeyedTask<K>): Stage<K> {
    return new Stage(keyed, this, keyed.due, keyed.absolute, this.ticks++);
  }

  private start(stage: Stage<K>): void {
    const { keyed } = stage;
    const { runs } = keyed;
    if (runs.pending === stage) {
      runs.pending = undefined;
      keyed.consume();
    } else runs.replay = undefined;
    runs.live.push(stage);
    stage.callsBefore = runs.calls;
    this.live++;
    stage.id = ++this.started;
    const { minInterval } = keyed.task;
    if (minInterval !== undefined) keyed.notBefore = this.clock.line() + minInterval;
    this.emit?.({ type: 'start', ...stage.origin });
    this.run.line.start(stage);
  }

  /** The key is scheduled anew as a run of it ends (1.10). */
  private repeat(keyed: KeyedTask<K>): void {
    const { repeatDue } = keyed.task;
    if (repeatDue === undefined) return;
    try {
      keyed.next(this.dueOf(repeatDue, keyed.key, 'repeatDue'));
    } catch (error) {
      this.run.fail(error);
    }
  }

  /** What waited for the end of the run has its turn: the latched tick, or the next counted one. */
  private replay(keyed: KeyedTask<K>): void {
    const { runs, notBefore } = keyed;
    if (runs.latched) {
      runs.latched = false;
      return this.ready(keyed);
    }
    const stage = (runs.replay = runs.backlog.shift());
    if (stage === undefined) return;
    if (notBefore === undefined || notBefore <= this.clock.line()) return this.run.line.join(stage);
    stage.due = notBefore;
    stage.absolute = false;
    stage.delayed = true;
    this.timers.add(stage);
  }
}
