import type { Clock } from '../schedule/clock.js';
import { Heap } from '../schedule/heap.js';
import { Feed } from './feed.js';
import type { KeyedTask } from './keyed-task.js';
import type { Stage } from './stage.js';

/** Where ready ticks wait for a slot: by priority, then due time, then order of becoming ready (2.4, 5.3, 5.4). */
export class StartingLine<K> {
  /** The stages that start, for `mergeMap`. */
  readonly starts = new Feed<Stage<K>>();
  private readonly heap = new Heap<Stage<K>>((a, b) => this.before(a, b));
  private taken = 0;

  constructor(
    private readonly clock: Clock,
    private readonly concurrent: number,
  ) {}

  get size(): number {
    return this.heap.size;
  }

  /** The first in line, if there is a slot for it. */
  get next(): Stage<K> | undefined {
    return this.taken < this.concurrent ? this.heap.top : undefined;
  }

  join(stage: Stage<K>): void {
    this.heap.push(stage);
  }

  leave(stage: Stage<K>): void {
    this.heap.remove(stage);
  }

  start(stage: Stage<K>): void {
    this.heap.remove(stage);
    this.taken++;
    stage.slot = true;
    this.starts.next(stage);
  }

  /** Gives the slot of `stage` back. */
  release(stage: Stage<K>): void {
    if (stage.slot) this.taken--;
    stage.slot = false;
  }

  /** The place in line of a stage, from 1; 0 if a slot is free for it. O(n), for `explain`. */
  placeOf(stage: Stage<K>, alsoWaiting: readonly Stage<K>[]): number {
    const ahead = this.heap.rank(stage) + alsoWaiting.filter((other) => this.before(other, stage)).length;
    const free = this.concurrent - this.taken;
    return ahead < free ? 0 : ahead - free + 1;
  }

  private before(a: Stage<K>, b: Stage<K>): boolean {
    const priority = priorityOf(b.keyed) - priorityOf(a.keyed);
    const due = priority || (a.absolute === b.absolute ? a.due - b.due : this.dateOf(a) - this.dateOf(b));
    return (due || a.tick - b.tick) < 0;
  }

  private dateOf({ due, absolute }: Stage<K>): number {
    return absolute ? due : this.clock.wallOf(due);
  }
}

function priorityOf<K>({ task }: KeyedTask<K>): number {
  return task.priority ?? 0;
}
