import { Observable, type Subscriber, type Subscription } from 'rxjs';
import type { HandlerName } from '../config/loop-event.js';
import type { KeyedTask } from './keyed-task.js';
import { StageContext } from './stage-context.js';
import type { StageHost } from './stage-host.js';
import type { Mailbox } from './mailbox.js';
import { Notification, type Handlers, type NotificationSource } from './notification.js';
import { begin, type Work, type WorkObserver } from './work.js';

/**
 * One run of a task: the first stage as an inner Observable of `mergeMap`, then the turns that it causes.
 *
 * It is the Observable that `mergeMap` subscribes to and the observer of what `project` returned, in one
 * object and without closures (bench row "cycle").
 */
export class Stage<K = unknown> extends Observable<Notification> implements NotificationSource, WorkObserver {
  /** Whether it holds one of the slots that `concurrent` limits. */
  slot = false;
  cancelled = false;
  /** The first stage goes on; a cancelled Promise does until it settles (5.1). */
  private open = true;
  private queued = 0;
  private inTurn = false;
  private isOver = false;
  private context: StageContext<K> | undefined = undefined;
  work: Work | undefined = undefined;
  private inner: Subscriber<Notification> | undefined = undefined;

  /**
   * @param id - its number in the run
   * @param callsBefore - how many calls had set or cleared the schedule of the key as it started (1.10)
   */
  constructor(
    public keyed: KeyedTask<K>,
    private readonly host: StageHost<K>,
    readonly id: number,
    readonly callsBefore: number,
  ) {
    super();
  }

  get lane(): 'tasks' {
    return 'tasks';
  }

  get mailbox(): Mailbox {
    return this.keyed.runs.mailbox;
  }

  get origin(): { key: K; stage: number } {
    return { key: this.keyed.key, stage: this.id };
  }

  get handlers(): Handlers {
    return this.keyed.task;
  }

  /** `mergeMap` subscribes: the first stage begins. A throw is an error notification. */
  override subscribe(subscriber: unknown): Subscription {
    const inner = (this.inner = subscriber as Subscriber<Notification>);
    const context = (this.context = new StageContext(this.keyed.key));
    try {
      begin(this.keyed.task.project(context), this);
    } catch (error) {
      this.error(error);
    }
    if (this.open) inner.add(() => this.stop());
    return inner;
  }

  next(value: unknown): void {
    if (this.inner?.closed) return this.stop();
    if (this.keyed.task.next === undefined) return this.drop(value);
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
    if (this.keyed.task.complete !== undefined) {
      this.queued++;
      this.say('complete', undefined);
    }
    this.finish();
  }

  last(value: unknown): void {
    const { next, complete } = this.keyed.task;
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
    const { runs } = this.keyed;
    if (handler === 'error') runs.failures++;
    else if (handler === 'next') runs.failures = 0;
  }

  turnEnds(): void {
    this.inTurn = false;
    this.work?.resume?.();
    this.checkOver();
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
    this.keyed.runs.failures = 0;
    this.work?.resume?.();
  }

  private say(handler: HandlerName, value: unknown): void {
    if (this.cancelled || this.inner?.closed) return;
    this.host.said(this, handler, value);
    this.inner?.next(new Notification(this, handler, value));
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
    this.checkOver();
  }

  private checkOver(): void {
    if (this.open || this.isOver || this.queued > 0 || this.inTurn) return;
    this.isOver = true;
    this.host.over(this);
  }
}
