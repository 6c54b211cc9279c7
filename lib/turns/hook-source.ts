import { Observable, type Subscriber } from 'rxjs';
import { BufferOverflowError } from '../config/errors.js';
import type { Hook } from '../config/hook.js';
import type { Emit, HandlerName } from '../config/loop-event.js';
import { Mailbox, PendingTurn, type Handlers, type TurnCause } from '../work/pending-turn.js';
import { begin, type Work, type WorkObserver } from '../work/work.js';

/** A hook's source as an Observable of turns for its handlers (3.2, 3.6, 5.9). */
export class HookSource<K> implements TurnCause, WorkObserver {
  readonly lane = 'hook';
  readonly mailbox = new Mailbox();
  readonly cancelled = false;
  readonly handlers: Handlers;
  readonly turns = new Observable<PendingTurn>((subscriber) => {
    this.subscriber = subscriber;
    subscriber.add(() => this.work?.unsubscribe());
    if (subscriber.closed) return;
    try {
      begin(this.hook.source, this);
    } catch (error) {
      this.error(error);
    }
  });
  work: Work | undefined = undefined;
  private subscriber: Subscriber<PendingTurn> | undefined = undefined;
  private queued = 0;

  /** @param ended - called once, when the source ends or is stopped */
  constructor(
    private readonly name: string,
    private readonly hook: Hook<K>,
    private readonly emit: Emit | undefined,
    private readonly ended: () => void,
  ) {
    this.handlers = hook;
  }

  /** If elements are pulled, they come when asked for. */
  get canWait(): boolean {
    return this.work?.resume !== undefined;
  }

  get origin(): { hook: string } {
    return { hook: this.name };
  }

  next(value: unknown): void {
    if (this.hook.next === undefined) return this.work?.resume?.();
    if (this.queued >= this.limit && !this.makeRoom()) return;
    this.queued++;
    this.say('next', value);
  }

  error(error: unknown): void {
    this.emit?.({ type: 'error', error, hook: this.name });
    this.say('error', error);
    this.stop();
  }

  complete(): void {
    if (this.hook.complete !== undefined) this.say('complete', undefined);
    this.stop();
  }

  last(value: unknown): void {
    this.next(value);
    this.complete();
  }

  unhandled(error: unknown): void {
    throw error;
  }

  turnStarts(handler: HandlerName): void {
    if (handler === 'next') this.queued--;
  }

  turnEnds(): void {
    this.work?.resume?.();
  }

  /** Stops the source; queued events keep their turns. */
  stop(): void {
    if (this.subscriber === undefined || this.subscriber.closed) return;
    try {
      this.subscriber.complete();
    } finally {
      this.ended(); // Even if a teardown throws.
    }
  }

  private get limit(): number {
    return this.hook.buffer?.limit ?? Infinity;
  }

  /** The buffer is full (5.9); returns whether there is room for the new value now. */
  private makeRoom(): boolean {
    const overflow = this.hook.buffer?.overflow;
    if (overflow === 'error') {
      this.error(new BufferOverflowError(this.name, this.limit));
      this.work?.unsubscribe();
      return false;
    }
    this.emit?.({ type: 'overflow', hook: this.name });
    if (overflow === 'drop-newest') return false;
    this.mailbox.shift();
    this.queued--;
    return true;
  }

  private say(handler: HandlerName, value: unknown): void {
    this.subscriber?.next(new PendingTurn(this, handler, value));
  }
}
