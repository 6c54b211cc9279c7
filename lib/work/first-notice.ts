import type { StreamInput } from '../config/stream-input.js';
import { begin, type WorkObserver } from './work.js';

/**
 * Calls `next` at the first value of `source`, or `error`, and releases it. It uses a `Work`, because `from` does not
 * release a stream that waits for data (4.3).
 *
 * @returns a function that releases the source earlier
 */
export function firstNotice(
  source: StreamInput<unknown>,
  next: () => void,
  error: (error: unknown) => void,
): () => void {
  const release = (): void => observer.work?.unsubscribe();
  const value = (): void => {
    release();
    next();
  };
  const observer: WorkObserver = {
    work: undefined,
    next: value,
    last: value,
    error,
    complete: () => undefined,
  };
  try {
    begin(source, observer);
  } catch (thrown) {
    error(thrown);
  }
  return release;
}
