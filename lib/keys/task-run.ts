import { Observable, TimeoutError, type Subscriber, type Subscription } from 'rxjs';
import { describe } from '../config/describe.js';
import type { Due } from '../config/due.js';
import type { HandlerName } from '../config/loop-event.js';
import type { Task } from '../config/task.js';
import { FirstStageContext } from '../work/lazy-signal.js';
import { PendingTurn, type Handlers, type Mailbox, type TurnCause } from '../work/pending-turn.js';
import { begin, type Work, type WorkObserver } from '../work/work.js';
import type { Deadline } from '../time/deadline.js';
import { checkStream } from './check-stream.js';
import type { Key } from './key.js';
import { retryDueOf } from './retry-due-of.js';
import type { RunOfKey } from './run-of-key.js';
import type { Room } from './limited-lines.js';

/** The starter of runs, which follows them. */
export interface TaskRunHost {
  /** The first stage yielded a value, or failed. */
  said(run: TaskRun, handler: HandlerName, value: unknown): void;
  /** The first stage goes on after it was subscribed to; if it has a `timeout`, `timedOut` is to be called then (5.12). */
  goesOn(run: TaskRun): void;
  /** The first stage has ended, and is released. */
  ended(run: TaskRun): void;
  /** Work that cannot be stopped was unsubscribed (4.4). */
  left(run: TaskRun, work: Work): void;
  /** Such work no longer counts (5.12). */
  gaveUp(work: Work): void;
  /** The run is over: its first stage has ended, and so has the last turn that it caused. */
  over(run: TaskRun): void;
  /** It was over when its first stage ended, outside a turn of its own. */
  changed(): void;
}

/**
 * One run of a task: its first stage, as an inner Observable of `mergeMap`, then the turns that it causes.
 *
 * ```text
 * open ── the first stage ends, or has settled ─► ended ── its last turn ends ─► over
 * ```
 *
 * It is the Observable that `mergeMap` subscribes to and the observer of what `project` returned, in one
 * object and without closures (bench row "cycle").
 */
export class TaskRun<K = any> extends Observable<PendingTurn> implements TurnCause, WorkObserver, RunOfKey {
  readonly lane = 'tasks';
  readonly canWait = true;
  readonly mailbox: Mailbox;
  /** Its task, which may be another one than that of the key by now (5.6). */
  readonly handlers: Task<any> & Handlers;
  /** A cancelled Promise keeps its run open until it settles (5.1). */
  state: 'open' | 'ended' | 'over' = 'open';
  cancelled = false;
  /** Of those that `concurrent` allows at once; until its first stage ends (5.3). */
  hasSlot = true;
  /** What it took of limits; until its last turn, which may hold them, begins: during a turn nothing starts (5.15). */
  room: Room | undefined = undefined;
  /** The error of the first stage, in a box, because it may be any value. */
  failure: { readonly error: unknown; failures: number; retryDue?: Due } | undefined = undefined;
  /** When its `timeout` is over (5.12). */
  deadline: Deadline | undefined = undefined;
  work: Work | undefined = undefined;
  /** The group it runs in, which it leaves when its first stage ends (6.6). */
  group: { left(): void; releasing(begins: boolean): void } | undefined = undefined;
  private queued = 0;
  private inTurn = false;
  /** Nothing it yields counts any more. */
  private muted = false;
  private context: FirstStageContext<K> | undefined = undefined;
  private inner: Subscriber<PendingTurn> | undefined = undefined;

  /**
   * @param id - its number among the runs of all tasks
   * @param since - when it started, on the line of the clock; may be too early if nothing has read the clock since
   * @param callsBefore - how many calls had set or cleared the schedule of the key when it started (1.10)
   */
  constructor(
    public key: Key<K, TaskRun<K>>,
    private readonly host: TaskRunHost,
    readonly id: number,
    public since: number,
    readonly callsBefore: number,
  ) {
    super();
    this.mailbox = key.activity.mailbox;
    this.handlers = key.task;
  }

  get origin(): { key: K; stage: number } {
    return { key: this.key.key, stage: this.id };
  }

  /** `mergeMap` subscribes: the first stage begins. A throw is an error notification. */
  override subscribe(subscriber: unknown): Subscription {
    const inner = (this.inner = subscriber as Subscriber<PendingTurn>);
    const context = (this.context = new FirstStageContext(this.key.key));
    const { task } = this.key;
    try {
      const returned = task.project(context);
      if (!(returned instanceof Observable)) checkStream(this.key.key, returned);
      begin(returned, this);
    } catch (error) {
      this.error(error);
    }
    if (this.state === 'open') {
      inner.add(() => this.stop());
      this.host.goesOn(this);
    }
    return inner;
  }

  next(value: unknown): void {
    if (this.inner?.closed) return this.stop();
    if (this.cancelled || this.muted) return;
    if (this.handlers.next === undefined) return this.drop(value);
    this.queued++;
    this.say('next', value);
  }

  error(error: unknown): void {
    if (this.state !== 'open' || this.muted) return; // A reaction to its abort.
    this.failure = { error, failures: 0 };
    this.context?.abort(error);
    this.ended();
    this.queued++;
    this.say('error', error);
    this.finish();
  }

  complete(): void {
    if (this.muted) return;
    this.ended();
    if (this.handlers.complete !== undefined) {
      this.queued++;
      this.say('complete', undefined);
    }
    this.finish();
  }

  last(value: unknown): void {
    if (this.muted) return;
    const { next, complete } = this.handlers;
    this.ended();
    if (this.cancelled) return this.finish();
    // Both are counted before the first is handled, or the run of the key would be over in between.
    this.queued += (next === undefined ? 0 : 1) + (complete === undefined ? 0 : 1);
    if (next === undefined) this.drop(value);
    else this.say('next', value);
    if (complete !== undefined) this.say('complete', undefined);
    this.finish();
  }

  releasing(begins: boolean): void {
    this.group?.releasing(begins);
  }

  /** The first stage has taken too long: it fails, and what cannot be stopped no longer counts (5.12). */
  timedOut(): void {
    const { work, cancelled } = this;
    if (this.state !== 'open') return;
    if (!cancelled) {
      const error = new TimeoutError();
      error.message = `smartPoll: the first stage of task ${describe(this.key.key)} took longer than its timeout of ${this.key.task.timeout} ms`;
      this.muted = true; // Whatever it does as its signal is aborted.
      this.context?.abort(error);
      work?.unsubscribe();
      this.muted = false;
      return this.error(error);
    }
    if (work !== undefined) this.host.gaveUp(work);
    this.settled();
  }

  turnStarts(handler: HandlerName): void {
    this.queued--;
    this.inTurn = true;
    if (this.state === 'ended' && this.queued === 0) this.freeRoom();
    const activity = this.key.active!;
    if (handler === 'error') this.failure!.failures = ++activity.failures;
    else if (handler === 'next') activity.failures = 0;
  }

  /** No handler takes the error: the key tries again, or the run of the loop ends (4.2, 5.13). */
  unhandled(error: unknown): void {
    const due = retryDueOf(this.key, this.failure!.failures, error);
    if (due === null) throw error;
    this.failure!.retryDue = due;
  }

  turnEnds(): void {
    this.inTurn = false;
    this.work?.resume?.();
    if (this.state === 'ended' && this.queued === 0) this.over();
  }

  /** Stops the first stage and drops what it caused, except for a turn in progress (5.1). */
  cancel(): void {
    this.cancelled = true;
    this.stop();
    this.queued = 0; // Including anything it emitted while its signal was aborted.
    this.finish();
  }

  /** Nobody handles the value: it has no turn, but is a success all the same (3.8, 4.9). */
  private drop(value: unknown): void {
    this.host.said(this, 'next', value);
    this.key.active!.failures = 0;
    this.work?.resume?.();
  }

  private say(handler: HandlerName, value: unknown): void {
    if (this.cancelled || this.inner?.closed) return;
    this.host.said(this, handler, value);
    this.inner?.next(new PendingTurn(this, handler, value));
  }

  private stop(): void {
    const { work, context } = this;
    if (this.state !== 'open') return;
    context?.abort();
    work?.unsubscribe();
    if (work?.pending === true) this.host.left(this, work);
    else this.ended();
  }

  freeRoom(): void {
    this.room?.forEach((quota) => quota.release());
    this.room = undefined;
  }

  /** Cancelled work has settled, or no longer counts. */
  settled(): void {
    this.ended();
    this.finish();
  }

  /** The first stage has ended, but an error or a completion may still need its turn. */
  private ended(): void {
    if (this.state !== 'open') return;
    this.state = 'ended';
    this.host.ended(this);
  }

  /**
   * Nothing more comes from the first stage. Lets go of what only that needed: if many keys are ready at once, as many
   * runs wait for their turns at once (bench row "ticks").
   */
  private finish(): void {
    const { inner } = this;
    this.inner = undefined;
    if (this.state !== 'open') this.context = this.work = undefined;
    if (inner !== undefined) {
      inner.complete();
      this.group?.left();
    }
    if (this.state !== 'ended' || this.queued > 0) return;
    this.freeRoom();
    if (this.inTurn) return;
    this.over();
    this.host.changed();
  }

  private over(): void {
    this.state = 'over';
    this.host.over(this);
  }
}
