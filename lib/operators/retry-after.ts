import { asyncScheduler } from 'rxjs';

/** C's `asctime`, the one form of an HTTP date that does not say that it is GMT. */
const ASCTIME = /^\w{3} (\w{3}) +(\d+) (\d\d:\d\d:\d\d) (\d{4})$/;

/**
 * How long a `Retry-After` header asks to wait, in milliseconds: a due for `loop.hold`, `loop.holdLimit` and
 * `loop.schedule`. It takes both forms of the header, seconds and an HTTP date; a date that is past is `0`.
 *
 * ```ts
 * error: (error, loop) => {
 *   if (error.status === 429) loop.holdLimit('host', retryAfter(error.headers.get('Retry-After')) ?? 10_000);
 * }
 * ```
 *
 * @param header - the header as it came; `null` or `undefined` where there was none
 * @param now - milliseconds since the epoch, which a date is compared with, such as `loop.now()`; by default those of
 * RxJS's `asyncScheduler`
 * @returns milliseconds, or `undefined` for no header and for one that says neither
 */
export function retryAfter(
  header: string | null | undefined,
  now = asyncScheduler.now(),
): number | undefined {
  const text = String(header).trim();
  const delay = /^\d+$/.test(text) ? Number(text) * 1_000 : parseHttpDate(text) - now;
  // `NaN`, and what no Date can hold.
  return Number.isNaN(new Date(now + delay).getTime()) ? undefined : Math.max(delay, 0);
}

/** Strict, for `Date.parse` makes a date of almost anything: of `1.5`, say. */
function parseHttpDate(text: string): number {
  const date = text.replace(ASCTIME, '$2 $1 $4 $3 GMT');
  return / \d\d:\d\d:\d\d GMT$/.test(date) ? Date.parse(date) : NaN;
}
