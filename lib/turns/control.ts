import { describe } from '../config/describe.js';
import { dueError, evaluateDue, type Due } from '../config/due.js';
import { UnknownKeyError } from '../config/errors.js';
import type { Emit } from '../config/loop-event.js';
import type { Explanation, Task } from '../config/task.js';
import { checkTask } from '../config/validate.js';
import { explain } from '../keys/explain.js';
import { Key } from '../keys/key.js';
import type { PastGates } from '../keys/past-gates.js';
import type { RunLimits } from '../keys/run-limits.js';
import type { RunState } from '../keys/run-state.js';
import type { Starter } from '../keys/starter.js';
import type { StartQueue } from '../keys/start-queue.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';

export interface ControlParts<K> {
  readonly clock: Clock;
  readonly state: RunState;
  /** The run's keys; a removed one stays while it is still running. */
  readonly keys: Map<K, Key<K>>;
  readonly queue: StartQueue;
  readonly starter: Starter;
  readonly pastGates: PastGates;
  readonly limits: RunLimits;
  readonly emit: Emit | undefined;
  /** Schedules have changed. */
  readonly settle: () => void;
  /** Ends the sources (5.2). */
  readonly stopSources: () => void;
  readonly fail: (error: unknown) => void;
}

/** Implements the methods of `ControlLoop`, which documents them. */
export class Control<K> {
  constructor(private readonly parts: ControlParts<K>) {}

  get over(): boolean {
    return this.parts.state.over;
  }

  schedule(key: K, due: Due | null): void {
    const keyed = this.find(key, 'schedule');
    if (due === null) return this.unschedule(key);
    if (this.accepts('schedule', key, due)) keyed.next(due);
    this.touched(keyed, 1);
  }

  scheduleSooner(key: K, due: Due): void {
    const keyed = this.find(key, 'scheduleSooner');
    if (this.accepts('scheduleSooner', key, due)) keyed.sooner(due);
    this.touched(keyed, 1);
  }

  unschedule(key: K): void {
    const keyed = this.find(key, 'unschedule');
    this.parts.starter.clear(keyed);
    this.touched(keyed);
  }

  stopTimer(key: K): boolean {
    const keyed = this.find(key, 'stopTimer');
    const ready = keyed.stopTimer();
    this.touched(keyed);
    return ready;
  }

  dueTime(key: K): Date | undefined {
    return this.find(key, 'dueTime').dueTime();
  }

  isRunning(key: K): boolean {
    return this.find(key, 'isRunning').isRunning;
  }

  cancel(key: K): boolean {
    return this.parts.starter.cancel(this.find(key, 'cancel'));
  }

  hold(key: K, due: Due | null): void {
    const keyed = this.find(key, 'hold');
    this.setHold(keyed, this.instantOf(due, 'hold', key));
  }

  release(key: K): void {
    this.setHold(this.find(key, 'release'), undefined);
  }

  holdLimit(limit: string, due: Due | null): void {
    const { limits, emit } = this.parts;
    const quota = limits.find(limit, 'holdLimit');
    const hold = this.instantOf(due, 'holdLimit', limit);
    emit?.({ type: 'hold-limit', limit, until: this.dateOf(hold) });
    quota.hold(hold);
  }

  releaseLimit(limit: string): void {
    const { limits, emit } = this.parts;
    const quota = limits.find(limit, 'releaseLimit');
    if (quota.held !== undefined) emit?.({ type: 'release-limit', limit });
    quota.hold(undefined);
  }

  explain(key: K): Explanation {
    return explain(this.find(key, 'explain'), this.parts.queue);
  }

  add(key: K, task: Task<K>): void {
    const { keys, state, queue, emit, clock } = this.parts;
    checkTask(`the task of add(${describe(key)}, …)`, task, this.parts.limits.configured);
    this.free(key);
    if (state.draining) return emit?.({ type: 'ignored', method: 'add', key });
    const due = evaluateDue(task.startDue ?? null, clock.now(), 'startDue', key);
    const predecessor = this.free(key); // A `startDue` function may have added it meanwhile.
    const keyed = new Key(key, task, queue);
    if (predecessor !== undefined) keyed.succeed(predecessor);
    keys.delete(key); // It comes last.
    keys.set(key, keyed);
    emit?.({ type: 'add', key });
    this.parts.pastGates.apply(keyed, clock, emit);
    keyed.next(due);
    this.parts.settle();
  }

  remove(key: K): void {
    const { keys, starter, emit } = this.parts;
    const keyed = this.find(key, 'remove');
    starter.clear(keyed);
    this.parts.pastGates.keep(keyed, this.parts.clock);
    starter.cancel(keyed);
    if (keyed.isRunning) keyed.activity.removed = true;
    else if (keys.get(key) === keyed) keys.delete(key); // A teardown may have removed it, and added another.
    emit?.({ type: 'remove', key });
    this.parts.settle();
  }

  has(key: K): boolean {
    return this.parts.keys.get(key)?.removed === false;
  }

  keys(): K[] {
    return [...this.parts.keys.values()].filter(({ removed }) => !removed).map(({ key }) => key);
  }

  drain(): void {
    const { keys, state, starter, emit, settle, stopSources, fail } = this.parts;
    if (!state.schedules) return;
    emit?.({ type: 'drain' });
    for (const keyed of keys.values()) starter.clear(keyed);
    state.change({ draining: true });
    try {
      stopSources();
    } catch (error) {
      fail(error); // A teardown threw.
    }
    settle();
  }

  now(): number {
    return this.parts.clock.now();
  }

  private setHold(keyed: Key<K>, hold: Instant | undefined): void {
    const { emit, settle } = this.parts;
    const { key } = keyed;
    if (hold !== undefined) emit?.({ type: 'hold', key, until: this.dateOf(hold) });
    else if (keyed.active?.gate?.hold !== undefined) emit?.({ type: 'release', key });
    keyed.hold(hold);
    settle();
  }

  /** @throws RangeError or TypeError for an invalid due (1.9) */
  private instantOf(due: Due | null, method: 'hold' | 'holdLimit', held: unknown): Instant {
    const release = `to end a hold, use ${method === 'hold' ? 'release' : 'releaseLimit'}()`;
    const error = due === null ? undefined : dueError(due, () => `${method}(${describe(held)}, …)`, release);
    if (error !== undefined) throw error;
    if (due === null) return { due: Infinity, absolute: false };
    if (typeof due !== 'number') return { due: due.getTime(), absolute: true };
    return { due: this.parts.clock.line() + due, absolute: false };
  }

  private dateOf({ due, absolute }: Instant): Date | undefined {
    return due === Infinity ? undefined : this.parts.clock.dateOf(due, absolute);
  }

  /** Checks that `key` may be added; returns a removed predecessor that is still running (5.6). */
  private free(key: K): Key<K> | undefined {
    const existing = this.parts.keys.get(key);
    if (existing !== undefined && !existing.removed)
      throw new TypeError(`smartPoll: add() got the key ${describe(key)}, which exists; remove() it first`);
    return existing;
  }

  private find(key: K, method: string): Key<K> {
    const keyed = this.parts.keys.get(key);
    if (keyed === undefined || keyed.removed) throw new UnknownKeyError(key, method);
    return keyed;
  }

  /** Whether a due may be set: throws if it is invalid, and is false while draining (5.2). */
  private accepts(method: 'schedule' | 'scheduleSooner', key: K, due: Due): boolean {
    const { state, emit } = this.parts;
    if (typeof due !== 'number' || !(due >= 0 && due < Infinity)) {
      const error = dueError(due, () => `${method}(${describe(key)}, …)`);
      if (error !== undefined) throw error;
    }
    if (state.draining) emit?.({ type: 'ignored', method, key });
    return !state.draining;
  }

  /** A call has set or cleared the schedule of a key (1.10). */
  private touched({ active, state }: Key<K>, sets = 0): void {
    if (active !== undefined) {
      active.calls++;
      active.callsForDue = state === 'unscheduled' ? 0 : active.callsForDue + sets;
    }
    this.parts.settle();
  }
}
