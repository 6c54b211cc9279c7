import { Heap, type HeapItem } from '../time/heap.js';
import type { Task } from '../config/task.js';
import type { Quota } from './quota.js';
import { replaced, roomsOf } from './replaced.js';
import type { Before, InLine } from './start-order.js';

/** The quotas in which a start has taken room. */
export type Room = readonly Quota<Line>[];

/** The ready ticks of tasks that name the same limits, in order. */
export interface Line extends HeapItem {
  readonly quotas: Room;
  readonly ready: Heap<InLine>;
  /** The quota at which it is parked; `undefined` if it may have room. */
  parkedAt: Quota<Line> | undefined;
}

const costOf = ({ task }: InLine): number => task.cost ?? 1;
const lacks = (quota: Quota<Line>, ready: InLine): boolean =>
  quota.lacks(costOf(ready), -roomsOf(replaced(ready)));

/**
 * The lines of tasks that name limits. A line whose first tick finds no room is parked at the limit that lacks it, and
 * looked at again when that limit has room. So nothing walks over those that wait, and ticks that do not need the limit
 * pass them (5.15).
 *
 * ```text
 *        no room at a limit
 * open ──────────────────────► parked there
 *   ▲                              │
 *   └── it has room, one at a time ┘
 * ```
 */
export class LimitedLines {
  /** How many ticks wait here. */
  size = 0;
  private readonly lines = new Map<string, Line>();
  private readonly byTask = new WeakMap<Task<any>, Line>();
  private readonly open: Heap<Line>;
  /** The quotas that may have got room since the last look. */
  private readonly awake = new Set<Quota<Line>>();
  /** The quotas whose room is being kept for some tick. */
  private readonly reserved = new Set<Quota<Line>>();
  /** The lowest cost of any start. */
  private leastCost = Infinity;
  /** Whether a start may replace runs, whose room is free for it. */
  private replaces = false;

  constructor(
    private readonly quotaOf: (name: string) => Quota<Line>,
    private readonly before: Before,
  ) {
    this.open = new Heap(this.lineBefore);
  }

  readonly lineBefore = (a: Line, b: Line): boolean => this.before(a.ready.top!, b.ready.top!);

  readonly wake = (quota: Quota<Line>): void => {
    if (quota.parked.size > 0) this.awake.add(quota);
  };

  /** The first tick for which all its limits have room. */
  get first(): InLine | undefined {
    for (;;) {
      for (const quota of this.awake) this.offer(quota);
      const line = this.open.top;
      const lacking = line === undefined ? undefined : this.lacking(line);
      if (line === undefined || lacking === undefined) return line?.ready.top;
      this.park(line, lacking);
    }
  }

  join(ready: InLine): void {
    const line = this.lineOf(ready.task);
    line.ready.push(ready);
    this.size++;
    if (line.ready.top === ready) this.stand(line);
  }

  leave(ready: InLine): void {
    const line = this.lineOf(ready.task);
    const wasFirst = line.ready.top === ready;
    line.ready.remove(ready);
    this.size--;
    if (!wasFirst) return;
    this.stand(line);
    line.quotas.forEach(this.wake);
  }

  /** The first tick leaves its line, and takes room. */
  take(ready: InLine): Room {
    const { quotas } = this.lineOf(ready.task);
    for (const quota of quotas) quota.take(costOf(ready));
    this.leave(ready);
    this.shrunk();
    return quotas;
  }

  readonly changed = (quota: Quota<Line>): void => {
    this.wake(quota);
    this.shrunk();
  };

  /** Somewhere there is less room: a tick for which other room is kept may no longer be able to use that. */
  private shrunk(): void {
    this.reserved.forEach(this.wake);
  }

  get items(): InLine[] {
    return [...this.lines.values()].flatMap(({ ready }) => ready.all);
  }

  /** The limits of a task. */
  roomOf(task: Task<any>): Room {
    return this.lineOf(task).quotas;
  }

  private lineOf(task: Task<any>): Line {
    const known = this.byTask.get(task);
    if (known !== undefined) return known;
    const names = [task.limit!].flat().sort();
    const id = JSON.stringify(names);
    const line: Line = this.lines.get(id) ?? {
      quotas: names.map(this.quotaOf),
      ready: new Heap(this.before),
      parkedAt: undefined,
      index: -1,
    };
    this.leastCost = Math.min(this.leastCost, task.cost ?? 1);
    this.replaces ||= task.overlap === 'switch';
    this.lines.set(id, line);
    this.byTask.set(task, line);
    return line;
  }

  /** The first tick that waits for `quota` may have room now. */
  private offer(quota: Quota<Line>): void {
    this.awake.delete(quota);
    this.reserved.delete(quota);
    const line = this.firstAt(quota);
    if (line === undefined) return;
    if (!lacks(quota, line.ready.top!)) return this.stand(line);
    quota.arm();
    if (!quota.lacks(this.leastCost, this.replaces ? -Infinity : 0)) this.reserved.add(quota);
  }

  /** Opens `line`, if there is anything in it: its first tick may be a new one, and may find room. */
  private stand(line: Line): void {
    this.detach(line);
    if (line.ready.size > 0) this.open.push(line);
  }

  /** @param from - the quota it was parked at, if that is being looked at already */
  private park(line: Line, quota: Quota<Line>, from?: Quota<Line>): void {
    this.detach(line);
    line.parkedAt = quota;
    quota.parked.push(line);
    if (quota.parked.top === line) quota.arm();
    // It may have been offered room that another line can use.
    for (const other of line.quotas) if (other !== quota && other !== from) this.wake(other);
  }

  private detach(line: Line): void {
    const { parkedAt } = line;
    line.parkedAt = undefined;
    if (line.index < 0) return;
    (parkedAt?.parked ?? this.open).remove(line);
    if (parkedAt?.parked.size === 0) parkedAt.disarm();
  }

  /** The limit where there is no room for the first of `line`. */
  private lacking(line: Line): Quota<Line> | undefined {
    const first = line.ready.top!;
    return (
      line.quotas.find((quota) => lacks(quota, first)) ??
      line.quotas.find((quota) => this.isReserved(quota, line))
    );
  }

  /**
   * Whether the room at `quota` is kept for a tick before `line` that needs more of it, and waits for nothing else:
   * otherwise cheap starts could keep an expensive one waiting forever.
   */
  private isReserved(quota: Quota<Line>, line: Line): boolean {
    const first = this.firstAt(quota);
    if (first === undefined || !this.lineBefore(first, line)) return false;
    this.reserved.add(quota);
    return true;
  }

  /** The first line that waits at `quota` and for nothing else; those before it wait elsewhere from now on. */
  private firstAt(quota: Quota<Line>): Line | undefined {
    for (;;) {
      const first = quota.parked.top;
      const elsewhere = first?.quotas.find((other) => other !== quota && lacks(other, first.ready.top!));
      if (elsewhere === undefined) return first;
      this.park(first!, elsewhere, quota);
    }
  }
}
