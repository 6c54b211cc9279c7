import type { Instant } from '../time/instant.js';
import type { Room } from './limited-lines.js';
import { replaced, roomsOf, slotsOf } from './replaced.js';
import type { RunOfKey } from './run-of-key.js';
import type { Before, InLine } from './start-order.js';

/** What a ready tick waits for, a slot or room at a limit, and its place in line there. */
export type Prospect =
  | { readonly limit?: undefined; readonly place: number }
  | { readonly limit: string; readonly place: number; readonly until: Instant | undefined };

/** The ready ticks, and what is free for them. */
export interface Ready {
  readonly items: readonly InLine[];
  readonly before: Before;
  /** How many slots are free. */
  readonly slots: number;
  /** Runs that are cancelled before anything starts. */
  readonly cancelled: ReadonlySet<RunOfKey>;
  roomOf(ready: InLine): Room;
}

/**
 * What `ready` waits for once this turn is over; `undefined` if it starts then. Simulates the coming starts, in
 * O(n log n), for `explain` (7.3).
 */
export function forecast(
  ready: InLine,
  { items, before, slots, cancelled, roomOf }: Ready,
): Prospect | undefined {
  /** What earlier ticks take, or wait for, by limit. */
  const ahead = new Map<unknown, { running: number; cost: number; waiting: number; kept: boolean }>();
  const aheadAt = (quota: unknown) => {
    const known = ahead.get(quota) ?? { running: 0, cost: 0, waiting: 0, kept: false };
    ahead.set(quota, known);
    return known;
  };
  for (const { room } of cancelled) room?.forEach((quota) => aheadAt(quota).running--);
  /** Where a line waits, with all ticks in it. */
  const blocked = new Map<Room, Room[number]>();
  let free = slots;
  let inLine = 0;
  for (const item of [...items].sort((a, b) => (before(a, b) ? -1 : 1))) {
    const room = roomOf(item);
    const { cost = 1 } = item.task;
    const runs = replaced(item).filter((run) => !cancelled.has(run));
    const lacking = room.filter((quota) => {
      const { running, cost: taken } = aheadAt(quota);
      return quota.lacks(cost, running - roomsOf(runs), taken);
    });
    const quota = blocked.get(room) ?? lacking[0] ?? room.find((other) => aheadAt(other).kept);
    if (quota !== undefined) {
      if (!blocked.has(room) && lacking.length === 1) aheadAt(quota).kept = true;
      blocked.set(room, quota);
      const place = ++aheadAt(quota).waiting;
      if (item === ready) return { limit: quota.name, place, until: quota.roomAt(cost, roomsOf(runs)) };
    } else if (inLine === 0 && free + slotsOf(runs) > 0) {
      if (item === ready) return undefined;
      free += slotsOf(runs) - 1;
      for (const each of room) {
        aheadAt(each).running += 1 - roomsOf(runs);
        aheadAt(each).cost += cost;
      }
    } else {
      inLine++;
      if (item === ready) return { place: inLine };
    }
  }
  return undefined;
}
