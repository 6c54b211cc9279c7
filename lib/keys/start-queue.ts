import type { Emit } from '../config/loop-event.js';
import type { Clock } from '../time/clock.js';
import { Heap } from '../time/heap.js';
import type { TimerQueue } from '../time/timer-queue.js';
import type { CountedTick, Key, KeyHost } from './key.js';
import type { RunState } from './run-state.js';

/** What stands in line to start: a ready key itself, or a counted tick of one. */
export type InLine<K = any> = Key<K> | CountedTick<K>;

/**
 * Where ready keys stand and wait: as fresh ones, until they are looked at between two turns; then in line for a
 * slot, by priority, due time, and order of becoming ready (2.1, 2.4, 5.3, 5.4).
 */
export class StartQueue implements KeyHost {
  /** Ready since the last look, and what is being looked at; a hole is a tick that was taken back. */
  fresh: (Key | undefined)[] = [];
  private looked: (Key | undefined)[] = [];
  private count = 0;
  private readonly line = new Heap<InLine>((a, b) => this.before(a, b));
  private slots: number;

  constructor(
    readonly clock: Clock,
    readonly timers: TimerQueue,
    readonly state: RunState,
    readonly emit: Emit | undefined,
    concurrent: number,
  ) {
    this.slots = concurrent;
  }

  /** How many stand here. */
  get size(): number {
    return this.fresh.length + this.line.size;
  }

  /** The first in line, if there is a slot for it. */
  get first(): InLine | undefined {
    return this.slots > 0 ? this.line.top : undefined;
  }

  ready(key: Key, dueTime?: Date): void {
    key.order = this.count++; // Its timer's order is of no use any more.
    this.keep(key);
    this.emit?.({
      type: 'ready',
      key: key.key,
      dueTime: dueTime ?? key.dateOf(key.due, key.absolute, true),
    });
  }

  /** `key` is to be looked at (again). */
  keep(key: Key): void {
    key.state = 'fresh';
    key.index = this.fresh.push(key) - 1;
  }

  /** The keys that became ready since the last look, in that order, to be emptied; one that is taken back leaves a hole. */
  takeFresh(): (Key | undefined)[] {
    const { fresh } = this;
    this.fresh = this.looked;
    this.looked = fresh;
    return fresh;
  }

  /** `ready` stands in line. */
  join(ready: InLine): void {
    this.line.push(ready);
  }

  leave(ready: InLine): void {
    if (!('state' in ready) || ready.state === 'queued') return this.line.remove(ready);
    for (const keys of [this.fresh, this.looked])
      if (keys[ready.index] === ready) keys[ready.index] = undefined;
  }

  moved(key: Key): void {
    this.line.remove(key);
    this.line.push(key);
  }

  /** The first in line leaves it, and takes a slot. */
  take(ready: InLine): void {
    this.line.remove(ready);
    this.slots--;
  }

  /** A slot is free again. */
  release(): void {
    this.slots++;
  }

  /** The place in line of a ready key or counted tick, from 1; 0 if a slot is free for it. O(n), for `explain`. */
  placeOf(ready: InLine, joins: (key: Key) => boolean): number {
    const fresh = this.fresh.filter((key) => key !== undefined && key !== ready && joins(key));
    const ahead = this.line.rank(ready) + fresh.filter((key) => this.before(key as Key, ready)).length;
    return ahead < this.slots ? 0 : ahead - this.slots + 1;
  }

  private before(a: InLine, b: InLine): boolean {
    const priority = (b.task.priority ?? 0) - (a.task.priority ?? 0);
    const due = priority || (a.absolute === b.absolute ? a.due - b.due : this.dateOf(a) - this.dateOf(b));
    return (due || a.order - b.order) < 0;
  }

  private dateOf({ due, absolute }: InLine): number {
    return absolute ? due : this.clock.wallOf(due);
  }
}
