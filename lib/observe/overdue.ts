import { Subscription, type SchedulerLike } from 'rxjs';

/**
 * Things that should be over soon. Those that are still there after `limit` milliseconds are told together, once. There is
 * one timer, and none while there is nothing to wait for.
 */
export class Overdue<T> {
  /** The oldest first. */
  private readonly things = new Map<unknown, { readonly thing: T; readonly since: number }>();
  private timer = Subscription.EMPTY;

  constructor(
    private readonly limit: number,
    private readonly scheduler: SchedulerLike,
    private readonly tell: (things: T[]) => void,
  ) {}

  /** Something begins; an earlier thing with the same `id` is over. */
  add(id: unknown, thing: T): void {
    this.things.delete(id);
    this.things.set(id, { thing, since: this.scheduler.now() });
    if (this.timer.closed) this.arm();
  }

  delete(id: unknown): void {
    if (this.things.delete(id) && this.things.size === 0) this.timer.unsubscribe();
  }

  /** Tells everything that is there now. */
  flush(): void {
    const late = [...this.things.values()].map(({ thing }) => thing);
    this.clear();
    if (late.length > 0) this.tell(late);
  }

  clear(): void {
    this.things.clear();
    this.timer.unsubscribe();
  }

  private arm(): void {
    const [oldest] = this.things.values();
    if (oldest === undefined || this.limit === Infinity) return;
    const delay = Math.max(0, oldest.since + this.limit - this.scheduler.now());
    this.timer = this.scheduler.schedule(() => this.look(), Math.min(delay, LONGEST));
  }

  private look(): void {
    const now = this.scheduler.now();
    const late: T[] = [];
    for (const [id, { thing, since }] of this.things) {
      if (now - since < this.limit) break;
      this.things.delete(id);
      late.push(thing);
    }
    this.timer = Subscription.EMPTY;
    this.arm();
    if (late.length > 0) this.tell(late);
  }
}

/** The longest delay of a host's timer. */
const LONGEST = 2 ** 31 - 1;
