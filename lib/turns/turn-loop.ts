import type { Due } from '../config/due.js';
import { StaleLoopError } from '../config/errors.js';
import type { ControlLoop, Explanation, Task, TaskLoop } from '../config/task.js';
import type { TaskRun } from '../keys/task-run.js';
import { LazySignal } from '../work/lazy-signal.js';
import type { Control } from './control.js';

/**
 * The control loop of one turn: the run's `Control`, for as long as the turn lasts (4.7). Its methods are bound when they
 * are read, so that they can be destructured; those that are not read cost nothing.
 */
export class TurnLoop<K> extends LazySignal implements ControlLoop<K> {
  private over = false;

  constructor(private readonly control: Control<K>) {
    super();
  }

  get schedule() {
    return (key: K, due: Due | null): void => this.live().schedule(key, due);
  }
  get scheduleSooner() {
    return (key: K, due: Due): void => this.live().scheduleSooner(key, due);
  }
  get unschedule() {
    return (key: K): void => this.live().unschedule(key);
  }
  get stopTimer() {
    return (key: K): boolean => this.live().stopTimer(key);
  }
  get dueTime() {
    return (key: K): Date | undefined => this.live().dueTime(key);
  }
  get isRunning() {
    return (key: K): boolean => this.live().isRunning(key);
  }
  get cancel() {
    return (key: K): boolean => this.live().cancel(key);
  }
  get hold() {
    return (key: K, due: Due | null): void => this.live().hold(key, due);
  }
  get release() {
    return (key: K): void => this.live().release(key);
  }
  get holdLimit() {
    return (limit: string, due: Due | null): void => this.live().holdLimit(limit, due);
  }
  get releaseLimit() {
    return (limit: string): void => this.live().releaseLimit(limit);
  }
  get explain() {
    return (key: K): Explanation => this.live().explain(key);
  }
  get add() {
    return (key: K, task: Task<K>): void => this.live().add(key, task);
  }
  get remove() {
    return (key: K): void => this.live().remove(key);
  }
  get has() {
    return (key: K): boolean => this.live().has(key);
  }
  get keys() {
    return (): K[] => this.live().keys();
  }
  get drain() {
    return (): void => this.live().drain();
  }
  get now() {
    return (): number => this.live().now();
  }

  override get signal(): AbortSignal {
    this.live();
    return super.signal;
  }

  end(): void {
    this.over = true;
  }

  /** @throws StaleLoopError if the turn has ended (4.7) */
  protected live(): Control<K> {
    if (this.over || this.control.over) throw new StaleLoopError();
    return this.control;
  }
}

export class TaskTurnLoop<K> extends TurnLoop<K> implements TaskLoop<K> {
  constructor(
    control: Control<K>,
    private readonly run: TaskRun<K>,
  ) {
    super(control);
  }

  get key(): K {
    this.live();
    return this.run.key.key;
  }

  get failures(): number {
    this.live();
    return this.run.key.activity.failures;
  }
}
