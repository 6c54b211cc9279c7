import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { HandlerName } from '../config/loop-event.js';
import type { TaskContext } from '../config/task.js';
import { LazySignal } from '../work/lazy-signal.js';
import { PendingTurn, type Handlers, type Mailbox, type TurnCause } from '../work/pending-turn.js';
import { begin, type Work, type WorkObserver } from '../work/work.js';
import type { Key, RunOfKey } from './key.js';

/** Who starts runs of tasks, and is told how they go on. */
export interface TaskRunHost {
  /** The first stage yielded a value, or failed. */
  said(run: TaskRun, handler: HandlerName, value: unknown): void;
  /** The first stage has ended. */
  ended(run: TaskRun): void;
  /** Work that cannot be stopped was unsubscribed, or has settled (4.4). */
  left(run: TaskRun): void;
  settled(run: TaskRun): void;
  /** The run is over: its first stage has ended, and so has the last turn that it caused. */
  over(run: TaskRun): void;
  /** It was over as its first stage ended, outside a turn of its own. */
  changed(): void;
}

/** What a first stage is called with. */
class FirstStageContext<K> extends LazySignal implements TaskContext<K> {
  constructor(readonly key: K) {
    super();
  }
}

/**
 * One run of a task: its first stage, as an inner Observable of `mergeMap`, then the turns that it causes.
 *
 * It is the Observable that `mergeMap` subscribes to and the observer of what `project` returned, in one
 * object and without closures (bench row "cycle").
 */
export class TaskRun<K = any> extends Observable<PendingTurn> implements TurnCause, WorkObserver, RunOfKey {
  readonly lane = 'tasks';
  readonly mailbox: Mailbox;
  readonly handlers: Handlers;
  /** Whether it holds one of the slots that `concurrent` limits. */
  slot = true;
  cancelled = false;
  work: Work | undefined = undefined;
  /** The first stage goes on; a cancelled Promise does until it settles (5.1). */
  private open = true;
  private queued = 0;
  private inTurn = false;
  private isOver = false;
  private context: FirstStageContext<K> | undefined = undefined;
  private inner: Subscriber<PendingTurn> | undefined = undefined;

  /**
   * @param id - its number among the runs of all tasks
   * @param callsBefore - how many calls had set or cleared the schedule of the key as it started (1.10)
   */
  constructor(
    public key: Key<K, TaskRun<K>>,
    private readonly host: TaskRunHost,
    readonly id: number,
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
    try {
      begin(this.key.task.project(context), this);
    } catch (error) {
      this.error(error);
    }
    if (this.open) inner.add(() => this.stop());
    return inner;
  }

  next(value: unknown): void {
    if (this.inner?.closed) return this.stop();
    if (this.key.task.next === undefined) return this.drop(value);
    this.queued++;
    this.say('next', value);
  }

  error(error: unknown): void {
    this.ended();
    this.queued++;
    this.say('error', error);
    this.finish();
  }

  complete(): void {
    this.ended();
    if (this.key.task.complete !== undefined) {
      this.queued++;
      this.say('complete', undefined);
    }
    this.finish();
  }

  last(value: unknown): void {
    const { next, complete } = this.key.task;
    this.ended();
    // Both are counted before the first of them is handled, or the run of the key would be over in between.
    this.queued += (next === undefined ? 0 : 1) + (complete === undefined ? 0 : 1);
    if (next === undefined) this.drop(value);
    else this.say('next', value);
    if (complete !== undefined) this.say('complete', undefined);
    this.finish();
  }

  settled(): void {
    this.ended();
    this.host.settled(this);
    this.finish();
  }

  turnStarts(handler: HandlerName): void {
    this.queued--;
    this.inTurn = true;
    const activity = this.key.active!;
    if (handler === 'error') activity.failures++;
    else if (handler === 'next') activity.failures = 0;
  }

  turnEnds(): void {
    this.inTurn = false;
    this.work?.resume?.();
    if (!this.open && this.queued === 0 && !this.isOver) this.over();
  }

  /** Stops the first stage and drops what it caused, but for a turn in progress (5.1). */
  cancel(): void {
    this.cancelled = true;
    this.stop();
    this.queued = 0; // Also what it said as its signal was aborted.
    this.finish();
  }

  /** A value that nobody handles: no turn, but a success all the same (3.8, 4.9). */
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
    if (!this.open) return;
    this.context?.abort();
    this.work?.unsubscribe();
    if (this.work?.pending === true) this.host.left(this);
    else this.ended();
  }

  /** The first stage has ended, and may still have something to say. */
  private ended(): void {
    this.open = false;
    this.host.ended(this);
  }

  /**
   * The first stage has said all, or is to say no more. What only it needed is let go of: as many as are ready
   * at once wait for their turns at once (bench row "ticks").
   */
  private finish(): void {
    const { inner } = this;
    if (!this.open) this.inner = this.context = this.work = undefined;
    inner?.complete();
    if (this.open || this.queued > 0 || this.inTurn || this.isOver) return;
    this.over();
    this.host.changed();
  }

  private over(): void {
    this.isOver = true;
    this.host.over(this);
  }
}
