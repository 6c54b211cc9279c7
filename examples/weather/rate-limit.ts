/**
 * Counts requests as rate limiters do: one every so many milliseconds, and two more at once, for those
 * that were late on the way.
 *
 * @returns for the time of a request, 0 if it is allowed, else the milliseconds until one is
 */
export function rateLimit(every: number): (now: number) => number {
  /** When the allowance is whole again. */
  let whole = -Infinity;
  return (now) => {
    const wait = whole - 2 * every - now;
    if (wait > 0) return wait;
    whole = Math.max(now, whole) + every;
    return 0;
  };
}
