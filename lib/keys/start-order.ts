import type { Clock } from '../time/clock.js';
import { difference } from '../time/instant.js';
import type { CountedTick } from './counted-tick.js';
import type { Key } from './key.js';

/** What waits in line to start: a ready key itself, or a counted tick of one. */
export type InLine<K = any> = Key<K> | CountedTick<Key<K>>;

/** Whether the first starts before the second. */
export type Before = (a: InLine, b: InLine) => boolean;

/**
 * The order in which ready ticks start: by priority, due time, and order of becoming ready (2.4, 5.4).
 *
 * @param ageing - after how many milliseconds a ready tick gains one level of priority. All gain alike, so that the order
 * of two does not change as time passes (5.16)
 */
export function startOrder(clock: Clock, ageing: number): Before {
  const priorityOf = ({ task }: InLine): number => task.priority ?? 0;
  const rank = (ready: InLine): number => priorityOf(ready) - sinceOf(ready) / ageing;
  const rankOf = ageing === Infinity ? priorityOf : rank;
  return (a, b) => (rankOf(b) - rankOf(a) || difference(a, b, clock) || a.order - b.order) < 0;
}

const sinceOf = (ready: InLine): number => ('since' in ready ? ready.since : (ready.active?.since ?? 0));
