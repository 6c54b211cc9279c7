/**
 * Counts requests as rate limiters do: one every so many milliseconds, and one more at once for those
 * that were late on the way.
 *
 * @returns for the time of a request, 0 if it is allowed, else the milliseconds until one is
 */
export function rateLimit(every: number): (now: number) => number {
  /** When the allowance is whole again. */
  let free = 0;
  return (now) => {
    const wait = free - every - now;
    if (wait > 0) return wait;
    free = Math.max(now, free) + every;
    return 0;
  };
}
