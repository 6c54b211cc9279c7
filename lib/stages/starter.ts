import type { Emit } from '../config/emit.js';
import type { HandlerName } from '../config/loop-event.js';
import type { Clock } from '../schedule/clock.js';
import type { TimerQueue } from '../schedule/timer-queue.js';
import { evaluateDue } from './evaluate-due.js';
import type { Gates } from './gates.js';
import type { InLine } from './in-line.js';
import type { KeyedTask } from './keyed-task.js';
import type { Leftovers } from './leftovers.js';
import { mayOverlap } from './may-overlap.js';
import { Stage } from './stage.js';
import type { StageHost } from './stage-host.js';
import type { StartingLine } from './starting-line.js';
import type { Ticks } from './ticks.js';

/** What ticks and starts share with the run. */
export interface Starting<K> {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly gates: Gates;
  readonly ticks: Ticks<K>;
  readonly line: StartingLine<K>;
  readonly starter: Starter<K>;
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

/** Starts what is first in line, and follows each run of a task to its end (1.8, 1.10). */
export class Starter<K> implements StageHost<K> {
  private started = 0;
  private live = 0;

  constructor(private readonly run: Starting<K>) {}

  /** How many ticks wait to start. */
  get waiting(): number {
    return this.run.ticks.size + this.run.line.size;
  }

  /** Nothing runs, and nothing waits to start. */
  get idle(): boolean {
    return this.live === 0 && this.waiting === 0;
  }

  /** Whether something has become ready that has not been looked at, and might start. */
  get hasFresh(): boolean {
    return this.run.ticks.size > 0 && !this.run.gates.paused;
  }

  /** Whether there is something to start, or to look at. */
  get mayStart(): boolean {
    return this.hasFresh || this.next !== undefined;
  }

  /** What became ready stands in line, or is what its overlap policy makes of it. */
  look(): void {
    this.run.ticks.look();
  }

  /** Starts the first in line, if it may; returns whether it did. */
  startNext(): boolean {
    const ready = this.run.closed ? undefined : this.next; // `switch` may have ended the run.
    if (ready !== undefined) this.start(ready);
    return ready !== undefined;
  }

  /** Cancels what runs of a key; returns whether anything did (5.1). A teardown that throws ends the run. */
  cancel({ key, task, existingRuns }: KeyedTask<K>): boolean {
    const live = existingRuns === undefined ? [] : [...existingRuns.live];
    for (const stage of live) {
      if (!stage.cancelled) this.run.emit?.({ type: 'cancel', key, stage: stage.id });
      try {
        stage.cancel();
      } catch (error) {
        this.run.fail(error);
      }
      if (mayOverlap(task)) this.run.line.release(stage);
    }
    return live.length > 0;
  }

  said(stage: Stage<K>, handler: HandlerName, value: unknown): void {
    if (handler === 'next') this.run.emit?.({ type: 'value', ...stage.origin });
    else if (handler === 'error') this.run.emit?.({ type: 'error', error: value, ...stage.origin });
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
    const { keyed, cancelled, callsBefore } = stage;
    const { runs } = keyed;
    if (runs.live.length === 1) runs.live.pop();
    else runs.live.splice(runs.live.indexOf(stage), 1);
    this.live--;
    this.run.emit?.({ type: 'stop', ...stage.origin });
    if (!cancelled && runs.calls === callsBefore && !this.run.gates.draining) this.repeat(keyed);
    if (runs.live.length === 0) {
      if (keyed.removed) this.run.forget(keyed);
      else this.run.ticks.replay(keyed);
    }
    this.run.changed();
  }

  private get next(): InLine<K> | undefined {
    const { booted, paused } = this.run.gates;
    return booted && !paused ? this.run.line.next : undefined;
  }

  private start(ready: InLine<K>): void {
    const keyed = this.run.ticks.take(ready);
    const { runs } = keyed;
    const stage = new Stage(keyed, this, ++this.started, runs.calls);
    runs.live.push(stage);
    this.live++;
    const { minInterval } = keyed.task;
    if (minInterval !== undefined) keyed.hold(this.run.clock.line() + minInterval);
    this.run.emit?.({ type: 'start', ...stage.origin });
    this.run.line.start(ready, stage);
  }

  /** The key is scheduled anew as a run of it ends (1.10). */
  private repeat(keyed: KeyedTask<K>): void {
    const { repeatDue } = keyed.task;
    if (repeatDue === undefined) return;
    try {
      keyed.next(evaluateDue(repeatDue, this.run.clock.now(), 'repeatDue', keyed.key));
    } catch (error) {
      this.run.fail(error);
    }
  }
}
