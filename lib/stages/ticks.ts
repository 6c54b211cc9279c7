import type { Emit } from '../config/emit.js';
import type { Clock } from '../schedule/clock.js';
import type { ScheduleHost } from '../schedule/key-schedule.js';
import type { TimerQueue } from '../schedule/timer-queue.js';
import { CountedTick } from './counted-tick.js';
import type { InLine } from './in-line.js';
import type { KeyedTask } from './keyed-task.js';
import { mayOverlap } from './may-overlap.js';
import type { Starting } from './starter.js';

/**
 * The ready ticks of all schedule streams, and what becomes of them: the overlap policies (2.2, 5.5). They are
 * looked at between two turns, when the pump asks (2.1), so that the last call of a turn wins.
 */
export class Ticks<K> implements ScheduleHost<KeyedTask<K>> {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly emit: Emit | undefined;
  /** Ready since the last look, and what is being looked at; a hole is a tick that was taken back. */
  private fresh: (KeyedTask<K> | undefined)[] = [];
  private looked: (KeyedTask<K> | undefined)[] = [];
  private count = 0;

  constructor(private readonly run: Starting<K>) {
    this.clock = run.clock;
    this.timers = run.timers;
    this.emit = run.emit;
  }

  /** How many there are to look at. */
  get size(): number {
    return this.fresh.length;
  }

  admits({ key }: KeyedTask<K>, time: number, absolute: boolean): boolean {
    const { emit, clock, gates } = this.run;
    if (gates.draining) return false;
    emit?.({ type: 'schedule', key, dueTime: clock.dateOf(time, absolute) });
    return !gates.draining; // A monitor may have drained the run.
  }

  ready(keyed: KeyedTask<K>): void {
    keyed.order = this.count++; // Its timer's order is of no use any more.
    this.note(keyed);
    this.emit?.({ type: 'ready', key: keyed.key, dueTime: keyed.dueTime() as Date });
  }

  unready(keyed: KeyedTask<K>): void {
    const { key, runs, index } = keyed;
    if (keyed.inLine) this.run.line.leave(keyed);
    else for (const ticks of [this.fresh, this.looked]) if (ticks[index] === keyed) ticks[index] = undefined;
    keyed.inLine = false;
    keyed.index = -1;
    if (!runs.latched) this.emit?.({ type: 'unscheduled', key });
    runs.latched = false; // Such a tick is accounted for as latched.
  }

  moved(keyed: KeyedTask<K>): void {
    if (!keyed.inLine) return;
    this.run.line.leave(keyed);
    this.run.line.join(keyed);
  }

  /** Clears the schedule of a key, its counted ticks included (1.4). */
  clear(keyed: KeyedTask<K>): void {
    keyed.next(null);
    if (keyed.existingRuns === undefined) return;
    const { replay, backlog } = keyed.runs;
    if (replay?.delayed) this.timers.remove(replay);
    else if (replay !== undefined) this.run.line.leave(replay);
    keyed.runs.replay = undefined;
    for (let tick = replay ?? backlog.shift(); tick !== undefined; tick = backlog.shift())
      this.emit?.({ type: 'unscheduled', key: keyed.key });
  }

  /** Looks at what became ready since the last time. */
  look(): void {
    const { fresh } = this;
    if (fresh.length === 0) return;
    this.fresh = this.looked;
    this.looked = fresh;
    for (const keyed of fresh) if (keyed !== undefined) this.lookAt(keyed);
    fresh.length = 0;
  }

  /** `ready` starts, and is used up by it: a key's readiness, or a counted tick. Returns its key. */
  take(ready: InLine<K>): KeyedTask<K> {
    if (ready instanceof CountedTick) {
      ready.keyed.runs.replay = undefined;
      return ready.keyed;
    }
    ready.inLine = false;
    ready.consume();
    return ready;
  }

  /** A counted tick takes its place in line. */
  enqueue(tick: CountedTick<K>): void {
    this.run.line.join(tick);
  }

  /** What waited for the end of a run of the key has its turn: the latched tick, or the next counted one. */
  replay(keyed: KeyedTask<K>): void {
    const { runs, notBefore } = keyed;
    if (runs.latched) {
      runs.latched = false;
      return this.ready(keyed);
    }
    const tick = (runs.replay = runs.backlog.shift());
    if (tick === undefined) return;
    if (notBefore === undefined || notBefore <= this.clock.line()) return this.enqueue(tick);
    tick.due = notBefore;
    tick.absolute = false;
    tick.delayed = true;
    this.timers.add(tick);
  }

  /** The place in line of a ready key, from 1; 0 if a slot is free for it. O(n), for `explain`. */
  placeOf(keyed: KeyedTask<K>): number {
    const fresh = this.fresh
      .filter(
        (other): other is KeyedTask<K> => other !== undefined && (!other.isRunning || mayOverlap(other.task)),
      )
      .filter(({ runs: { replay } }) => replay === undefined); // It will be counted.
    const own = keyed.inLine || fresh.includes(keyed) ? keyed : keyed.runs.replay;
    return own === undefined ? 0 : this.run.line.placeOf(own, fresh);
  }

  private note(keyed: KeyedTask<K>): void {
    keyed.index = this.fresh.push(keyed) - 1;
  }

  /** The overlap policies: what becomes of a tick, above all of one that finds its key running. */
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
        runs.backlog.push(new CountedTick(keyed, this, keyed.due, keyed.absolute, keyed.order));
        return keyed.consume();
      case 'switch':
        if (this.run.gates.paused) return this.note(keyed);
        this.run.starter.cancel(keyed);
        if (keyed.state !== 'ready') return; // A teardown has drained the run.
    }
    keyed.inLine = true;
    this.run.line.join(keyed);
  }
}
