import type { ControlLoop } from '../config/control-loop.js';
import type { TaskLoop } from '../config/task-loop.js';
import { LazySignal } from '../stages/lazy-signal.js';
import type { Stage } from '../stages/stage.js';
import type { Control } from './control.js';
import { StaleLoopError } from './stale-loop-error.js';

/**
 * The control loop of one turn: what the run's `Control` can do, for as long as the turn lasts (4.7). Its
 * methods are bound as they are read, so that they can be taken off it; what is not read costs nothing.
 */
export class TurnLoop<K> implements ControlLoop<K> {
  private readonly lazy = new LazySignal();
  private over = false;

  constructor(private readonly control: Control<K>) {}

  get schedule() {
    return this.bind(this.control.schedule);
  }
  get scheduleSooner() {
    return this.bind(this.control.scheduleSooner);
  }
  get unschedule() {
    return this.bind(this.control.unschedule);
  }
  get stopTimer() {
    return this.bind(this.control.stopTimer);
  }
  get dueTime() {
    return this.bind(this.control.dueTime);
  }
  get isRunning() {
    return this.bind(this.control.isRunning);
  }
  get cancel() {
    return this.bind(this.control.cancel);
  }
  get explain() {
    return this.bind(this.control.explain);
  }
  get add() {
    return this.bind(this.control.add);
  }
  get remove() {
    return this.bind(this.control.remove);
  }
  get has() {
    return this.bind(this.control.has);
  }
  get keys() {
    return this.bind(this.control.keys);
  }
  get drain() {
    return this.bind(this.control.drain);
  }
  get now() {
    return this.bind(this.control.now);
  }

  get signal(): AbortSignal {
    this.check();
    return this.lazy.signal;
  }

  /** The turn has ended. */
  end(): void {
    this.over = true;
  }

  /** The turn is torn down before its end. */
  abort(): void {
    this.over = true;
    this.lazy.abort();
  }

  protected check(): void {
    if (this.over || this.control.closed) throw new StaleLoopError();
  }

  private bind<A extends unknown[], R>(command: (this: Control<K>, ...args: A) => R): (...args: A) => R {
    return (...args) => {
      this.check();
      return command.apply(this.control, args);
    };
  }
}

/** The control loop of a task's turn (4.9). */
export class TaskTurnLoop<K> extends TurnLoop<K> implements TaskLoop<K> {
  constructor(
    control: Control<K>,
    private readonly stage: Stage<K>,
  ) {
    super(control);
  }

  get key(): K {
    this.check();
    return this.stage.keyed.key;
  }

  get failures(): number {
    this.check();
    return this.stage.keyed.runs.failures;
  }
}
