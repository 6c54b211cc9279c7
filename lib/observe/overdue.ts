import type { SchedulerLike } from 'rxjs';
import { Clock } from '../time/clock.js';

/**
 * Things that should be over soon. Those that are still there after `limit` milliseconds are told together, once. There is
 * one timer, and none while there is nothing to wait for.
 */
export class Overdue<T> {
  /** The oldest first. */
  private readonly things = new Map<unknown, { readonly thing: T; readonly since: number }>();
  /** Made when it is needed: in a test, virtual time may begin after this was made. */
  private clock: Clock | undefined = undefined;

  constructor(
    private readonly limit: number,
    private readonly scheduler: SchedulerLike,
    private readonly tell: (things: T[]) => void,
  ) {}

  /** Something begins, unless it has begun already. */
  add(id: unknown, thing: T): void {
    if (this.things.has(id) || this.limit === Infinity) return;
    this.clock ??= new Clock(this.scheduler);
    this.things.set(id, { thing, since: this.clock.line() });
    if (this.things.size === 1) this.arm(this.clock);
  }

  delete(id: unknown): void {
    if (this.things.delete(id) && this.things.size === 0) this.clear();
  }

  /** Tells everything that is there now. */
  flush(): void {
    const late = [...this.things.values()].map(({ thing }) => thing);
    this.clear();
    if (late.length > 0) this.tell(late);
  }

  clear(): void {
    this.things.clear();
    this.clock?.disarm();
    this.clock = undefined;
  }

  private arm(clock: Clock): void {
    const [oldest] = this.things.values();
    if (oldest === undefined) return this.clear();
    const delay = Math.max(0, oldest.since + this.limit - clock.passed());
    clock.arm(Math.min(delay, LONGEST), () => this.look(clock));
  }

  private look(clock: Clock): void {
    const now = clock.passed();
    const late: T[] = [];
    for (const [id, { thing, since }] of this.things) {
      if (now - since < this.limit) break;
      this.things.delete(id);
      late.push(thing);
    }
    this.arm(clock);
    if (late.length > 0) this.tell(late);
  }
}

/** The longest delay of a host's timer. */
const LONGEST = 2 ** 31 - 1;
