import { from, Observable } from 'rxjs';
import { isNative } from '../config/kinds.js';
import type { StreamInput } from '../config/stream-input.js';

/**
 * Like `from`, but also takes native Observables, which are unsubscribed by aborting a signal (9.6).
 *
 * @throws TypeError if it cannot be subscribed to
 */
export function observableOf<T>(input: StreamInput<T>): Observable<T> {
  if (!isNative(input)) return from(input);
  return new Observable((subscriber) => {
    const controller = new AbortController();
    subscriber.add(() => controller.abort()); // Before subscribing, so that a synchronous source can be stopped.
    input.subscribe(
      {
        next: (value) => subscriber.next(value),
        error: (error: unknown) => subscriber.error(error),
        complete: () => subscriber.complete(),
      },
      { signal: controller.signal },
    );
  });
}
