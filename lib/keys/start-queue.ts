import type { Emit } from '../config/loop-event.js';
import type { Clock } from '../time/clock.js';
import { Heap } from '../time/heap.js';
import type { TimerQueue } from '../time/timer-queue.js';
import { CountedTick } from './counted-tick.js';
import { forecast, type Prospect } from './forecast.js';
import type { Key, KeyHost } from './key.js';
import type { LimitedLines, Room } from './limited-lines.js';
import { replaced, slotsOf } from './replaced.js';
import type { RunState } from './run-state.js';
import type { Before, InLine } from './start-order.js';

/** What a start of a task without limits takes. */
const NO_LIMITS: Room = [];

export interface StartQueueParts {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly state: RunState;
  readonly emit: Emit | undefined;
  readonly before: Before;
  /** The lines of tasks that name limits, if there are limits. */
  readonly limited: LimitedLines | undefined;
  /** Whether the time that a ready key has waited counts (5.16). */
  readonly ages: boolean;
}

/**
 * Where ready keys wait: as fresh ones, until they are judged between two turns; then in line for a slot, and for room if
 * their task names limits (2.1, 2.4, 5.3, 5.15).
 */
export class StartQueue implements KeyHost {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly state: RunState;
  readonly emit: Emit | undefined;
  /** How many may run at once. */
  concurrent = Infinity;
  /** The keys that became ready since the last look, and those being judged; a hole is a tick that was taken back. */
  fresh: (Key | undefined)[] = [];
  private looked: (Key | undefined)[] = [];
  private count = 0;
  private running = 0;
  private readonly before: Before;
  private readonly line: Heap<InLine>;
  private readonly limited: LimitedLines | undefined;
  private readonly ages: boolean;

  constructor({ clock, timers, state, emit, before, limited, ages }: StartQueueParts) {
    this.clock = clock;
    this.timers = timers;
    this.state = state;
    this.emit = emit;
    this.before = before;
    this.limited = limited;
    this.ages = ages;
    this.line = new Heap(before);
  }

  /** How many wait here. */
  get size(): number {
    return this.fresh.length + this.line.size + (this.limited?.size ?? 0);
  }

  /** The first that may start. */
  get first(): InLine | undefined {
    const tooMany = this.running - this.concurrent;
    if (tooMany >= 0 && this.limited === undefined) return undefined;
    const { top } = this.line;
    const limited = this.limited?.first;
    const first = top === undefined || (limited !== undefined && this.before(limited, top)) ? limited : top;
    return tooMany >= 0 && first !== undefined && slotsOf(replaced(first)) <= tooMany ? undefined : first;
  }

  ready(key: Key): void {
    key.order = this.count++; // The order of its timer is no longer needed.
    if (this.ages) key.activity.since = this.clock.line();
    this.keep(key);
    this.emit?.({ type: 'ready', key: key.key, dueTime: key.dateOf(key, true) });
  }

  /** `key` is to be judged (again). */
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

  /** `ready` joins the line. */
  join(ready: InLine): void {
    if (ready.task.limit === undefined) this.line.push(ready);
    else this.limited!.join(ready);
  }

  leave(ready: Key | CountedTick<Key>): void {
    if ('state' in ready && ready.state !== 'queued') {
      for (const keys of [this.fresh, this.looked])
        if (keys[ready.index] === ready) keys[ready.index] = undefined;
    } else if (ready.task.limit === undefined) this.line.remove(ready);
    else this.limited!.leave(ready);
  }

  moved(key: Key): void {
    this.leave(key);
    this.join(key);
  }

  /** The first that may start leaves its line, and takes a slot, and room. */
  take(ready: InLine): Room | undefined {
    this.running++;
    if (ready.task.limit !== undefined) return this.limited!.take(ready);
    this.line.remove(ready);
    return undefined;
  }

  /** Gives back the slot of a run. */
  release(run: { hasSlot: boolean }): void {
    if (run.hasSlot) this.running--;
    run.hasSlot = false;
  }

  /** What a ready tick waits for; `undefined` if nothing keeps it from starting. O(n log n), for `explain`. */
  prospectOf(ready: InLine, joins: (key: Key) => boolean): Prospect | undefined {
    const { before, limited } = this;
    const fresh = this.fresh.filter((key) => key !== undefined && joins(key)) as Key[];
    const soon = fresh.map(asItWillStand);
    // A `switch` key without limits cancels its runs as it is judged, before anything starts.
    const cancelled = new Set(fresh.filter(({ task }) => task.limit === undefined).flatMap(replaced));
    return forecast(soon[fresh.indexOf(ready as Key)] ?? ready, {
      items: [...this.line.all, ...(limited?.items ?? []), ...soon],
      before,
      slots: this.concurrent - this.running + slotsOf([...cancelled]),
      cancelled,
      roomOf: ({ task }) => (task.limit === undefined ? NO_LIMITS : limited!.roomOf(task)),
    });
  }
}

/** How a fresh key will join the line: `concat` counts its tick, which is due when the gate admits it (5.11). */
function asItWillStand(key: Key): InLine {
  const gate = key.active?.gate;
  if (gate === undefined || key.task.overlap !== 'concat') return key;
  const { due, absolute } = gate.admitted(key);
  return Object.assign(new CountedTick(key), { due, absolute });
}
