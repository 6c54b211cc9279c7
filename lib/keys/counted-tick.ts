import type { Task } from '../config/task.js';
import type { Linked } from '../work/fifo.js';
import type { Instant } from '../time/instant.js';

/** What a counted tick sees of its key. */
export interface TickOwner extends Instant {
  readonly task: Task<any>;
  readonly order: number;
  readonly active: { head: unknown; since: number } | undefined;
}

/** A tick that `'concat'` has counted: it has its own place in line (5.5). */
export class CountedTick<O extends TickOwner = TickOwner> implements Instant, Linked<CountedTick<O>> {
  link: CountedTick<O> | undefined = undefined;
  index = -1;
  due: number;
  absolute: boolean;
  readonly order: number;
  /** When it became ready, for `ageing`. */
  readonly since: number;
  /** Whether it waits at the gate of its key. */
  delayed = false;

  constructor(readonly of: O) {
    this.due = of.due;
    this.absolute = of.absolute;
    this.order = of.order;
    this.since = of.active?.since ?? 0;
  }

  get task(): Task<any> {
    return this.of.task;
  }

  /** It is used up by a start of its key. */
  consume(): O {
    this.of.active!.head = undefined;
    return this.of;
  }
}
