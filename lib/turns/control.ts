import { describe } from '../config/describe.js';
import type { Due } from '../config/due.js';
import { dueError } from '../config/due-error.js';
import type { Explanation } from '../config/explanation.js';
import type { Task } from '../config/task.js';
import { checkTask } from '../config/validate.js';
import { explain } from '../stages/explain.js';
import { KeyedTask } from '../stages/keyed-task.js';
import { evaluateDue } from '../stages/evaluate-due.js';
import type { Starting } from '../stages/starter.js';
import { UnknownKeyError } from './unknown-key-error.js';

/** What the controls need from the run. */
export interface Controlled<K> extends Starting<K> {
  /** The run's keys; a removed one stays while it still runs. */
  readonly keys: Map<K, KeyedTask<K>>;
  /** Schedules have changed. */
  readonly settle: () => void;
  /** Ends the sources (5.2). */
  readonly stopSources: () => void;
}

/** What handlers can do with a run: the methods of `ControlLoop`, which documents them. */
export class Control<K> {
  /** The run is over. */
  closed = false;

  constructor(private readonly run: Controlled<K>) {}

  schedule(key: K, due: Due | null): void {
    const keyed = this.find(key, 'schedule');
    if (due === null) this.run.ticks.clear(keyed);
    else if (this.accepts('schedule', key, due)) keyed.next(due);
    this.touched(keyed);
  }

  scheduleSooner(key: K, due: Due): void {
    const keyed = this.find(key, 'scheduleSooner');
    if (this.accepts('scheduleSooner', key, due)) keyed.sooner(due);
    this.touched(keyed);
  }

  unschedule(key: K): void {
    const keyed = this.find(key, 'unschedule');
    this.run.ticks.clear(keyed);
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
    return this.run.starter.cancel(this.find(key, 'cancel'));
  }

  explain(key: K): Explanation {
    return explain(this.find(key, 'explain'), this.run);
  }

  add(key: K, task: Task<K>): void {
    const { keys, gates, ticks, emit, clock } = this.run;
    const existing = keys.get(key);
    checkTask(`the task of add(${describe(key)}, …)`, task);
    if (existing !== undefined && !existing.removed)
      throw new TypeError(`smartPoll: add() got the key ${describe(key)}, which exists; remove() it first`);
    if (gates.draining) return emit?.({ type: 'ignored', method: 'add', key });
    const due = evaluateDue(task.startDue ?? null, clock.now(), 'startDue', key);
    const keyed = new KeyedTask(key, task, ticks);
    if (existing !== undefined) keyed.succeed(existing);
    keys.delete(key); // It comes last.
    keys.set(key, keyed);
    emit?.({ type: 'add', key });
    keyed.next(due);
    this.run.settle();
  }

  remove(key: K): void {
    const { keys, ticks, starter, emit } = this.run;
    const keyed = this.find(key, 'remove');
    ticks.clear(keyed);
    starter.cancel(keyed);
    if (keyed.isRunning) keyed.removed = true;
    else if (keys.get(key) === keyed) keys.delete(key); // A teardown may have removed it, and added another.
    emit?.({ type: 'remove', key });
    this.run.settle();
  }

  has(key: K): boolean {
    return this.run.keys.get(key)?.removed === false;
  }

  keys(): K[] {
    return [...this.run.keys.values()].filter(({ removed }) => !removed).map(({ key }) => key);
  }

  drain(): void {
    const { keys, gates, ticks, emit, settle, stopSources, fail } = this.run;
    if (gates.draining) return;
    emit?.({ type: 'drain' });
    for (const keyed of keys.values()) ticks.clear(keyed);
    gates.draining = true;
    try {
      stopSources();
    } catch (error) {
      fail(error); // A teardown that throws.
    }
    settle();
  }

  now(): number {
    return this.run.clock.now();
  }

  private find(key: K, method: string): KeyedTask<K> {
    const keyed = this.run.keys.get(key);
    if (keyed === undefined || keyed.removed) throw new UnknownKeyError(key, method);
    return keyed;
  }

  /** Whether a due may be set: throws if it is none, and ignores the call while draining (5.2). */
  private accepts(method: 'schedule' | 'scheduleSooner', key: K, due: Due): boolean {
    const { gates, emit } = this.run;
    if (typeof due !== 'number' || !(due >= 0 && due < Infinity)) {
      const error = dueError(due, () => `${method}(${describe(key)}, …)`);
      if (error !== undefined) throw error;
    }
    if (gates.draining) emit?.({ type: 'ignored', method, key });
    return !gates.draining;
  }

  /** A call has set or cleared the schedule of a key (1.10). */
  private touched({ existingRuns }: KeyedTask<K>): void {
    if (existingRuns !== undefined) existingRuns.calls++;
    this.run.settle();
  }
}
