import { from, Observable, Subscriber, type Observer, type ObservableInput } from 'rxjs';
import { isAsyncIterable, isPromiseLike } from '../config/kinds.js';
import { PendingPromise } from './pending-promise.js';
import { Pull } from './pull.js';

/** Gets the notifications of work in progress. */
export interface WorkObserver<T = unknown> extends Observer<T> {
  /** What it observes, there before the first notification, so that a synchronous source can be stopped. */
  work: Work | undefined;
  /** The value of a Promise: value and completion together (1.8). */
  last(value: T): void;
  /** Unsubscribed work that could not be stopped at once has settled now (4.4). */
  settled(): void;
}

/** Work in progress: what `project` or a handler returned, or a hook's source. */
export interface Work {
  /** Nothing is passed on any more; what cannot be stopped goes on until `settled`. */
  unsubscribe(): void;
  /** Whether it still goes on although it was unsubscribed. */
  readonly pending?: boolean;
  /** Asks for the next element, where elements are pulled (5.9). */
  resume?(): void;
}

/**
 * Subscribes to any `ObservableInput`. Promises and async iterables are handled as what they are: `from`
 * separates a Promise's value from its completion, and reads an async iterable without backpressure.
 *
 * @throws what the input throws as it is subscribed to; `TypeError` if it is no `ObservableInput`
 */
export function begin<T>(input: ObservableInput<T>, observer: WorkObserver<T>): void {
  if (!(input instanceof Observable)) {
    if (isPromiseLike(input)) return void new PendingPromise(input, observer);
    if (isAsyncIterable(input)) return void new Pull(input, observer);
  }
  const subscriber = new Subscriber<T>(observer);
  observer.work = subscriber;
  from(input).subscribe(subscriber);
}
