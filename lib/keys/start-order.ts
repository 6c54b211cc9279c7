import type { Clock } from '../time/clock.js';
import type { CountedTick } from './counted-tick.js';
import type { Instant } from './gate.js';
import type { Key } from './key.js';

/** What stands in line to start: a ready key itself, or a counted tick of one. */
export type InLine<K = any> = Key<K> | CountedTick<Key<K>>;

/** Whether the first starts before the second. */
export type Before = (a: InLine, b: InLine) => boolean;

/**
 * The order in which ready ticks start: by priority, due time, and order of becoming ready (2.4, 5.4).
 *
 * @param ageing - in how many milliseconds a ready tick gains one level of priority. All gain alike, so that the order of
 * two does not change as time passes (5.16)
 */
export function startOrder(clock: Clock, ageing: number): Before {
  const dateOf = ({ due, absolute }: Instant): number => (absolute ? due : clock.wallOf(due));
  const rank = (ready: InLine): number => (ready.task.priority ?? 0) - sinceOf(ready) / ageing;
  const byDue = (a: InLine, b: InLine): boolean =>
    ((a.absolute === b.absolute ? a.due - b.due : dateOf(a) - dateOf(b)) || a.order - b.order) < 0;

  if (ageing === Infinity)
    return (a, b) => {
      const priority = (b.task.priority ?? 0) - (a.task.priority ?? 0);
      return priority === 0 ? byDue(a, b) : priority < 0;
    };
  return (a, b) => {
    const difference = rank(b) - rank(a);
    return difference === 0 ? byDue(a, b) : difference < 0;
  };
}

const sinceOf = (ready: InLine): number => ('since' in ready ? ready.since : (ready.active?.since ?? 0));
