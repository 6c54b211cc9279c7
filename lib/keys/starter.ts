import { evaluateDue } from '../config/due.js';
import type { Emit, HandlerName } from '../config/loop-event.js';
import type { Clock } from '../time/clock.js';
import type { TimerQueue } from '../time/timer-queue.js';
import { Deadline } from '../time/deadline.js';
import type { Leftovers } from '../work/leftovers.js';
import type { Work } from '../work/work.js';
import { CountedTick } from './counted-tick.js';
import type { Key } from './key.js';
import { overlapFate, startsBesideRuns } from './overlap.js';
import { replaced } from './replaced.js';
import { retryDueOf } from './retry-due-of.js';
import type { RunState } from './run-state.js';
import type { InLine } from './start-order.js';
import type { StartQueue } from './start-queue.js';
import { TaskRun, type TaskRunHost } from './task-run.js';

export interface StarterParts {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly state: RunState;
  readonly queue: StartQueue;
  readonly keys: Map<unknown, Key>;
  readonly leftovers: Leftovers;
  readonly emit: Emit | undefined;
  /** More may start now, or the loop may be complete. */
  readonly changed: () => void;
  readonly fail: (error: unknown) => void;
}

/** Judges ready ticks, starts the first in line, and follows each run of a task to its end (1.8, 1.10, 5.5). */
export class Starter implements TaskRunHost {
  private started = 0;
  private running = 0;

  constructor(private readonly parts: StarterParts) {}

  /** How many ticks wait to start. */
  get waiting(): number {
    return this.parts.queue.size;
  }

  /** Whether nothing is running, and nothing waits to start. */
  get idle(): boolean {
    return this.running === 0 && this.parts.queue.size === 0;
  }

  /** Whether something has become ready that has not been judged yet, and might start. */
  get hasFresh(): boolean {
    return this.parts.queue.fresh.length > 0 && !this.parts.state.paused;
  }

  /** Whether there is something to start, or to judge. */
  get mayStart(): boolean {
    return this.hasFresh || (this.parts.state.starts && this.parts.queue.first !== undefined);
  }

  /** Judges what became ready: it joins the line, or its overlap policy decides otherwise. */
  look(): void {
    const { queue, state } = this.parts;
    if (queue.fresh.length === 0) return;
    const fresh = queue.takeFresh();
    for (let i = 0; i < fresh.length; i++) {
      const key = fresh[i];
      if (key !== undefined && !state.over) this.judge(key);
    }
    while (fresh.length > 0) fresh.pop(); // Setting the length would call into the runtime.
  }

  /** Starts the first in line, if it may start; returns its run, for the caller to subscribe to. */
  startNext(): TaskRun | undefined {
    const { queue, state } = this.parts;
    for (;;) {
      const ready = state.starts ? queue.first : undefined;
      if (ready === undefined) return undefined;
      if (ready.task.overlap !== 'switch' || replaced(ready).length === 0) return this.start(ready);
      this.cancel(ready as Key); // Its teardowns may change what is first, or end the run.
    }
  }

  /** Clears the schedule of a key, its counted ticks included (1.4). */
  clear(key: Key): void {
    key.next(null);
    if (key.active === undefined) return;
    const { head, counted } = key.active;
    if (head?.delayed) key.gate.disarm();
    else if (head !== undefined) this.parts.queue.leave(head);
    key.active.head = undefined;
    for (let tick = head ?? counted.shift(); tick !== undefined; tick = counted.shift())
      this.parts.emit?.({ type: 'unscheduled', key: key.key });
  }

  /** Cancels the runs of a key; returns whether there were any (5.1). If a teardown throws, the run of the loop ends. */
  cancel({ key, active }: Key): boolean {
    const runs: TaskRun[] = active === undefined ? [] : [...active.runs];
    for (const run of runs) {
      if (!run.cancelled) this.parts.emit?.({ type: 'cancel', key, stage: run.id });
      try {
        run.cancel();
      } catch (error) {
        this.parts.fail(error);
      }
      if (startsBesideRuns(run.handlers)) {
        this.parts.queue.release(run);
        run.freeRoom();
      }
    }
    return runs.length > 0;
  }

  said(run: TaskRun, handler: HandlerName, value: unknown): void {
    if (handler === 'next') this.parts.emit?.({ type: 'value', key: run.key.key, stage: run.id });
    else if (handler === 'error') this.parts.emit?.({ type: 'error', error: value, ...run.origin });
  }

  goesOn(run: TaskRun): void {
    run.since = this.parts.clock.line(); // Only here: a first stage that ends at once does not pay for it (D-073).
    const { minInterval, timeout } = run.key.task;
    if (minInterval !== undefined) run.key.gate.spaced = run.since + minInterval; // The host may have been busy as it began.
    if (timeout === 0) run.timedOut();
    else if (run.deadline !== undefined) this.parts.timers.add(run.deadline);
  }

  left(run: TaskRun, work: Work): void {
    const { clock, leftovers, state } = this.parts;
    const deadline = run.deadline?.due;
    const settled = state.over ? undefined : () => run.settled(); // It must not keep a run in memory that is over.
    leftovers.add(work, { origin: run.origin, clock, deadline, settled });
  }

  gaveUp(work: Work): void {
    this.parts.leftovers.drop(work);
  }

  ended(run: TaskRun): void {
    if (run.deadline !== undefined && run.deadline.index >= 0) this.parts.timers.remove(run.deadline);
    this.parts.queue.release(run);
    this.parts.emit?.({ type: 'stage-end', key: run.key.key, stage: run.id });
  }

  over(run: TaskRun): void {
    const { state, emit, keys } = this.parts;
    if (state.over) return; // It was a leftover, and has settled.
    const { key, cancelled, callsBefore } = run;
    const activity = key.active!;
    const { runs } = activity;
    if (runs.length === 1) runs.pop();
    else runs.splice(runs.indexOf(run), 1);
    this.running--;
    emit?.({ type: 'stop', key: key.key, stage: run.id });
    if (!cancelled && activity.calls === callsBefore && state.schedules) this.goOn(run);
    if (runs.length === 0) {
      if (activity.removed) keys.delete(key.key);
      else this.goOnWaiting(key);
    }
  }

  changed(): void {
    this.parts.changed();
  }

  /** Decides what happens to a ready key: the only place where a tick meets running ones. */
  private judge(key: Key): void {
    const { queue, state, emit } = this.parts;
    switch (overlapFate(key.task, key.active?.runs)) {
      case 'latch':
        key.state = 'latched';
        return emit?.({ type: 'latched', key: key.key });
      case 'drop':
        // The calls that led to it do not count, so that `repeatDue` goes on (1.10).
        key.activity.calls -= key.activity.callsForDue;
        key.consume();
        return emit?.({ type: 'dropped', key: key.key });
      case 'count':
        key.activity.counted.push(new CountedTick(key));
        key.consume();
        emit?.({ type: 'counted', key: key.key });
        return this.goOnWaiting(key);
      case 'replace':
        if (state.paused) return queue.keep(key);
        if (key.task.limit === undefined) this.cancel(key); // With limits it may have to wait, and replaces them as it starts.
        if (key.state !== 'fresh') return; // A teardown drained the run.
    }
    key.state = 'queued';
    queue.join(key);
  }

  private start(ready: InLine): TaskRun {
    const { clock, queue, emit } = this.parts;
    const room = queue.take(ready);
    const key = ready.consume();
    const { activity } = key;
    const run = new TaskRun(key, this, ++this.started, clock.seen, activity.calls);
    run.room = room;
    activity.runs.push(run);
    this.running++;
    const { minInterval, timeout } = key.task;
    if (timeout !== undefined) run.deadline = new Deadline(clock.line() + timeout, () => this.timedOut(run));
    if (minInterval !== undefined) key.gate.spaced = clock.line() + minInterval;
    emit?.({ type: 'start', key: key.key, stage: run.id });
    return run;
  }

  private timedOut(run: TaskRun): void {
    try {
      run.timedOut();
    } catch (error) {
      this.parts.fail(error); // A teardown threw.
    }
  }

  /** Schedules the key at the end of a run: after a failure by `retryDue`, otherwise by `repeatDue` (1.10, 5.13). */
  private goOn(run: TaskRun): void {
    const { key, failure } = run;
    const { repeatDue } = key.task;
    try {
      let due =
        failure === undefined ? null : (failure.retryDue ?? retryDueOf(key, failure.failures, failure.error));
      if (due === null && typeof repeatDue === 'number') due = repeatDue;
      else if (due === null && repeatDue === undefined) return;
      else due ??= evaluateDue(repeatDue!, this.parts.clock.now(), 'repeatDue', key.key);
      // The function may have removed its key, and added another.
      if (this.parts.keys.get(key.key) === key) key.next(due);
    } catch (error) {
      this.parts.fail(error);
    }
  }

  /** Nothing of the key is running: its latched tick is ready anew, or its next counted tick joins the line. */
  private goOnWaiting(key: Key): void {
    if (key.state === 'latched') return key.fire();
    const activity = key.active!;
    if (activity.runs.length > 0 || activity.head !== undefined) return;
    const tick = (activity.head = activity.counted.shift());
    if (tick !== undefined) key.admit(tick);
  }
}
