import { Subject } from 'rxjs';
import type { Due } from '../config/due.js';
import type { Emit } from '../config/emit.js';
import type { Clock } from './clock.js';
import type { Timer, TimerQueue } from './timer-queue.js';

/** What all schedules of a run share: the clock, the timers, and whoever takes their ready ticks. */
export interface ScheduleHost<S> {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly emit: Emit | undefined;
  /** `schedule` is to be due at `time`: tells so; returns whether it may, which it may not while draining. */
  admits(schedule: S, time: number, absolute: boolean): boolean;
  /** A tick: `schedule` became ready. */
  ready(schedule: S): void;
  /** `schedule` is ready no more, without having started. */
  unready(schedule: S): void;
  /** The due time of `schedule`, which stays ready, has moved. */
  moved(schedule: S): void;
}

/**
 * One key's schedule stream: a Subject of due times, `null` clears. Its state lives in it, and its ready
 * ticks come out of the one timer queue, so that a key costs no subscription.
 *
 * ```text
 * next     --a--------b--0---------      a = 5, b = 9
 * waiting  --xxxxx----xxx----------
 * ready    -------x------x---------
 * ```
 */
export class KeySchedule<K = unknown> extends Subject<Due | null> implements Timer {
  state: 'unscheduled' | 'waiting' | 'ready' = 'unscheduled';
  due = 0;
  absolute = false;
  index = -1;
  order = 0;
  /** The instant on the line before which nothing may become ready (5.11). */
  notBefore: number | undefined = undefined;

  constructor(
    readonly key: K,
    private readonly host: ScheduleHost<KeySchedule<K>>,
  ) {
    super();
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
    return this.state === 'ready';
  }

  /** When it is due; `undefined` while it is unscheduled (1.7). */
  dueTime(): Date | undefined {
    return this.state === 'unscheduled' ? undefined : this.host.clock.dateOf(this.due, this.absolute);
  }

  /** Its timer came due; a date may have come before `notBefore` by a step of the wall clock. */
  fire(): void {
    if (this.notBefore !== undefined && this.notBefore > this.host.clock.line())
      this.wait(this.notBefore, false);
    else this.becomeReady(this.due, this.absolute);
  }

  /** Nothing becomes ready before `notBefore`, an instant on the line, not even what waits already (5.11). */
  hold(notBefore: number): void {
    this.notBefore = notBefore;
    if (this.state !== 'waiting') return;
    const time = this.held(this.due, this.absolute);
    if (time === this.due || !this.host.admits(this, time, this.absolute)) return;
    this.host.timers.remove(this);
    this.wait(time, this.absolute);
  }

  /** The tick was taken: by a start, or by what the overlap policy makes of it. */
  consume(): void {
    this.state = 'unscheduled';
  }

  private set(due: Due, onlySooner: boolean): void {
    const { clock } = this.host;
    const ready = this.state === 'ready';
    if (due === 0 && ready) return;
    const absolute = typeof due !== 'number';
    const now = absolute ? clock.now() : clock.line();
    const time = this.held(absolute ? due.getTime() : now + due, absolute);
    if (onlySooner && !this.isSooner(time, absolute)) return;

    if (!this.host.admits(this, time, absolute)) return;
    if (ready && (onlySooner || time <= now)) {
      this.due = time;
      this.absolute = absolute;
      this.host.moved(this);
    } else {
      this.clear();
      if (time <= now) this.becomeReady(time, absolute);
      else this.wait(time, absolute);
    }
  }

  private wait(due: number, absolute: boolean): void {
    this.state = 'waiting';
    this.due = due;
    this.absolute = absolute;
    this.host.timers.add(this);
  }

  /** `time`, or the end of `minInterval` if that is later. */
  private held(time: number, absolute: boolean): number {
    if (this.notBefore === undefined) return time;
    return Math.max(time, absolute ? this.host.clock.wallOf(this.notBefore) : this.notBefore);
  }

  private becomeReady(due: number, absolute: boolean): void {
    this.state = 'ready';
    this.due = due;
    this.absolute = absolute;
    this.host.ready(this);
  }

  private clear(): void {
    if (this.state === 'waiting') this.host.timers.remove(this);
    else if (this.state === 'ready') this.host.unready(this);
    this.state = 'unscheduled';
  }

  private isSooner(time: number, absolute: boolean): boolean {
    if (absolute === this.absolute) return time < this.due;
    const { clock } = this.host;
    return +clock.dateOf(time, absolute) < +clock.dateOf(this.due, this.absolute);
  }
}
