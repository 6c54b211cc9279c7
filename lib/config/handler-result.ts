import type { InteropObservable, Observable } from 'rxjs';

/**
 * What a handler may return: nothing, or something asynchronous whose completion ends the turn and
 * whose values are the output (3.7). `undefined` is not output; `null` is. A string, a `Map` or a
 * number is a compile error, and a `TypeError` that ends the run.
 */
export type HandlerResult<R> =
  void | Observable<R> | InteropObservable<R> | PromiseLike<R | void> | AsyncIterable<R> | readonly R[];
