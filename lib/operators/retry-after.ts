import { asyncScheduler } from 'rxjs';

/** C's `asctime`, the only form of an HTTP date that does not mention GMT. */
const ASCTIME = /^\w{3} (\w{3}) +(\d+) (\d\d:\d\d:\d\d) (\d{4})$/;

/**
 * Reads how long a `Retry-After` header asks to wait, as a due for `loop.hold`, `loop.holdLimit` and `loop.schedule`.
 *
 * It takes both forms of the header, seconds and an HTTP date. A past date gives `0`.
 *
 * @param header - the header as received; `null` or `undefined` if there was none
 * @param now - the time to compare a date with, in milliseconds since the epoch, such as `loop.now()`; by default that of
 * RxJS's `asyncScheduler`
 * @returns milliseconds, or `undefined` if there is no header or it has neither form
 * @see [Sharing a quota](../../docs/guides/sharing-a-quota.md)
 *
 * @example
 * ```ts
 * smartPoll({
 *   limits: { host: { concurrent: 1 } }, // so that no second answer can shorten the hold
 *   tasks: {
 *     price: {
 *       startDue: 0,
 *       repeatDue: 30_000,
 *       limit: 'host',
 *       project: () => load('/price'),
 *       error: (error, loop) => {
 *         if (error.status === 429) loop.holdLimit('host', retryAfter(error.headers.get('Retry-After')) ?? 10_000);
 *         loop.schedule('price', 60_000);
 *       },
 *     },
 *   },
 * }).subscribe();
 * ```
 */
export function retryAfter(
  header: string | null | undefined,
  now = asyncScheduler.now(),
): number | undefined {
  const text = String(header).trim();
  const delay = /^\d+$/.test(text) ? Number(text) * 1_000 : parseHttpDate(text) - now;
  // Neither `NaN` nor beyond what a Date can hold.
  return Number.isNaN(new Date(now + delay).getTime()) ? undefined : Math.max(delay, 0);
}

/** Strict, because `Date.parse` makes a date of almost anything, such as `1.5`. */
function parseHttpDate(text: string): number {
  const date = text.replace(ASCTIME, '$2 $1 $4 $3 GMT');
  return / \d\d:\d\d:\d\d GMT$/.test(date) ? Date.parse(date) : NaN;
}
