import type { Clock } from './clock.js';

/** An instant, on the wall if `absolute`, otherwise on the clock's line; `Infinity` never comes. */
export interface Instant {
  due: number;
  absolute: boolean;
}

/** Whether an instant is yet to come. */
export function isAhead({ due, absolute }: Instant, clock: Clock): boolean {
  return due > (absolute ? clock.now() : clock.passed());
}

/** How much later `a` is than `b`, in milliseconds. */
export function difference(a: Instant, b: Instant, clock: Clock): number {
  if (a.absolute === b.absolute || a.due === Infinity || b.due === Infinity) return a.due - b.due;
  return wallOf(a, clock) - wallOf(b, clock);
}

function wallOf({ due, absolute }: Instant, clock: Clock): number {
  return absolute ? due : clock.wallOf(due);
}
