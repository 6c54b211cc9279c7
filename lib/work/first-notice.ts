import type { StreamInput } from '../config/stream-input.js';
import { begin, type WorkObserver } from './work.js';

/**
 * Calls `next` at the first value of `source`, or `error`, and lets go of it. As work, for `from` does not let go of a
 * stream that waits for data (4.3).
 *
 * @returns lets go of it before that
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
