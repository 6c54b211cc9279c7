import { Observable, type Subscriber, Subscription } from 'rxjs';
import { Expiry } from './expiry.js';
import { type Held, HeldLease, type Holder } from './held.js';
import { checkLease, type LeaseDriver, type LeaseOptions, textOf } from './lease-options.js';

/**
 * Competes for a lease that one process at a time can hold: emits a `Held` while this one does, and `undefined` otherwise.
 *
 * ```text
 * hold() answers  -(-800)----7---7---7---(lost)
 * expected        u----------a----------u-         a.token = 7
 * ```
 *
 * It never errors: problems are passed to `report`, and it asks again. It completes only after `Held.release()`.
 * Unsubscribing releases the lease at once. Each subscription competes on its own.
 *
 * When a lease is lost is decided by the clocks, never by a missing answer: the holder stops trusting the lease
 * `ttl - margin` milliseconds after it _sent_ the last request that was granted.
 *
 * @param driver - where the lease is kept: `redisLease()`, `pgLease()`, or a driver of your own
 * @throws TypeError naming the option that is wrong
 * @see [One loop among many replicas](../../docs/guides/many-replicas.md), for what is guaranteed and what is not
 *
 * @example
 * ```ts
 * const lease$ = lease(redisLease(new Redis(), 'prices'));
 * whileHeld(lease$, ({ token, scheduler }) => smartPoll({ scheduler, tasks: pricesWith(token) })).subscribe();
 * ```
 */
export function lease(driver: LeaseDriver, options: LeaseOptions = {}): Observable<Held | undefined> {
  const settings = checkLease(driver, options);
  return new Observable((subscriber) => {
    const candidate = new Candidate(driver, settings, subscriber);
    subscriber.next(undefined);
    if (subscriber.closed) return;
    subscriber.add(() => candidate.leave());
    candidate.ask();
  });
}

/** A request for the lease that was sent. */
interface Request {
  /** Its place among all requests that were sent. */
  readonly order: number;
  readonly id: string;
  /** The end of what it grants, however late the answer. */
  readonly expiry: Expiry;
}

/** A competitor for the lease, or its holder: one subscription of `lease()`. Nothing here waits for an answer. */
class Candidate implements Holder {
  /**
   * New each time the lease may be taken: the store would renew the same one, and answer with the token of what was lost; and
   * a release that arrives late could undo a later hold.
   */
  private id = crypto.randomUUID();
  private sent = 0;
  /** The latest request that was answered: answers to earlier ones are outdated. */
  private answered = 0;
  /** The lowest token that is believed. */
  private lowest = 0;
  private held: HeldLease | undefined;
  private failing = false;
  private hasGivenUp = false;
  private nextAsk = Subscription.EMPTY;
  private nextLook = Subscription.EMPTY;

  constructor(
    private readonly driver: LeaseDriver,
    private readonly settings: Required<LeaseOptions>,
    private readonly subscriber: Subscriber<Held | undefined>,
  ) {}

  private get isOver(): boolean {
    return this.subscriber.closed || this.hasGivenUp;
  }

  ask(): void {
    this.look();
    const { ttl, margin, renew, scheduler } = this.settings;
    if (this.isOver) return;
    const expiry = new Expiry(scheduler, ttl - margin);
    const request = { order: ++this.sent, id: this.id, expiry };
    this.askIn(renew);
    // In the executor, so that a driver that throws is like one that rejects.
    new Promise<number>((resolve) => resolve(this.driver.hold(this.id, ttl))).then(
      (answer) => this.take(answer, request),
      (error: unknown) => this.fail(error),
    );
  }

  /** The subscription has ended. */
  leave(): void {
    this.rest();
    if (!this.hasGivenUp) void this.release(this.id);
  }

  giveUp(): void {
    if (this.isOver) return;
    this.hasGivenUp = true;
    this.rest();
    const complete = (): void => this.subscriber.complete();
    this.nextAsk = this.settings.scheduler.schedule(complete, this.settings.renew);
    void this.release(this.id).then(complete);
  }

  private rest(): void {
    this.nextAsk.unsubscribe();
    this.nextLook.unsubscribe();
    this.held?.end();
    this.held = undefined;
  }

  private take(answer: number, { order, id, expiry }: Request): void {
    this.look(); // The answer may come before the timer.
    // The release may have arrived before the hold that it was to release.
    if (this.isOver || id !== this.id) {
      if (answer > 0) void this.release(id);
      return;
    }
    if (order < this.answered) return;
    if (typeof answer !== 'number' || !(answer <= 0 ? answer > -Infinity : Number.isSafeInteger(answer))) {
      return this.fail(
        new TypeError(`smartPoll: lease's hold() must answer ${ANSWER}, got ${textOf(answer)}`),
      );
    }
    this.answered = order;
    if (answer <= 0) {
      this.failing = false;
      this.askIn(Math.min(Math.max(-answer, SHORTEST_WAIT), this.settings.renew));
      if (this.held !== undefined) this.lose();
      return;
    }
    if (answer < this.lowest) {
      this.fail(new TypeError(`smartPoll: lease's tokens must rise: ${this.lowest} or more, got ${answer}`));
      return this.lose();
    }
    this.failing = false;
    this.lowest = answer;
    if (expiry.left() > 0) this.hold(answer, expiry);
  }

  private hold(token: number, expiry: Expiry): void {
    if (this.held?.token === token) {
      this.held.renew(expiry);
      return this.look();
    }
    this.held?.end();
    this.held = new HeldLease(token, expiry, this.settings.scheduler, this);
    this.look();
    this.subscriber.next(this.held);
  }

  /** Checks whether the lease has run out; if not, does so again at its end. */
  look(): void {
    this.nextLook.unsubscribe();
    if (this.held === undefined) return;
    if (!this.held.isHeld()) return this.lose();
    this.nextLook = this.settings.scheduler.schedule(() => this.look(), Math.ceil(this.held.left()));
  }

  /** Says that nothing is held, then gives up what the store may still have, and goes on under another id. */
  private lose(): void {
    this.nextLook.unsubscribe();
    if (this.held !== undefined) {
      this.lowest = this.held.token + 1;
      this.held.end();
      this.held = undefined;
      this.subscriber.next(undefined);
    }
    void this.release(this.id);
    this.id = crypto.randomUUID();
  }

  private askIn(delay: number): void {
    this.nextAsk.unsubscribe();
    this.nextAsk = this.settings.scheduler.schedule(() => this.ask(), delay);
  }

  /** Resolves when it is answered, in whatever way: a lease that cannot be released runs out. */
  private release(id: string): Promise<unknown> {
    return new Promise((resolve) => resolve(this.driver.release(id))).catch(() => undefined);
  }

  private fail(error: unknown): void {
    if (this.failing || this.isOver) return;
    this.failing = true;
    try {
      this.settings.report(error);
    } catch {
      // Like a monitor that throws, it does not break what it watches.
    }
  }
}

const ANSWER = 'a token, a whole number above 0, or minus the milliseconds to wait';
/** The shortest wait before asking again, in milliseconds, even if the answer says less. */
const SHORTEST_WAIT = 20;
