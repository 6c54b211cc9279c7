import type { Clock } from '../schedule/clock.js';
import { Heap } from '../schedule/heap.js';
import { Feed } from './feed.js';
import type { InLine } from './in-line.js';
import type { Stage } from './stage.js';

/** Where ready ticks wait for a slot: by priority, then due time, then order of becoming ready (2.4, 5.3, 5.4). */
export class StartingLine<K> {
  /** The stages that start, for `mergeMap`. */
  readonly starts = new Feed<Stage<K>>();
  private readonly heap = new Heap<InLine<K>>((a, b) => this.before(a, b));
  private taken = 0;

  constructor(
    private readonly clock: Clock,
    private readonly concurrent: number,
  ) {}

  get size(): number {
    return this.heap.size;
  }

  /** The first in line, if there is a slot for it. */
  get next(): InLine<K> | undefined {
    return this.taken < this.concurrent ? this.heap.top : undefined;
  }

  join(ready: InLine<K>): void {
    this.heap.push(ready);
  }

  leave(ready: InLine<K>): void {
    this.heap.remove(ready);
  }

  /** `ready` leaves the line, and its first stage starts. */
  start(ready: InLine<K>, stage: Stage<K>): void {
    this.heap.remove(ready);
    this.taken++;
    stage.slot = true;
    this.starts.next(stage);
  }

  /** Gives the slot of `stage` back. */
  release(stage: Stage<K>): void {
    if (stage.slot) this.taken--;
    stage.slot = false;
  }

  /** The place in line, from 1; 0 if a slot is free for it. O(n), for `explain`. */
  placeOf(ready: InLine<K>, alsoWaiting: readonly InLine<K>[]): number {
    const ahead = this.heap.rank(ready) + alsoWaiting.filter((other) => this.before(other, ready)).length;
    const free = this.concurrent - this.taken;
    return ahead < free ? 0 : ahead - free + 1;
  }

  private before(a: InLine<K>, b: InLine<K>): boolean {
    const priority = (b.task.priority ?? 0) - (a.task.priority ?? 0);
    const due = priority || (a.absolute === b.absolute ? a.due - b.due : this.dateOf(a) - this.dateOf(b));
    return (due || a.tick - b.tick) < 0;
  }

  private dateOf({ due, absolute }: InLine<K>): number {
    return absolute ? due : this.clock.wallOf(due);
  }
}
