import { from, Observable, Subscriber, type Observer, type ObservableInput } from 'rxjs';
import { describe } from '../config/describe.js';
import { isAsyncIterable, isPromiseLike } from '../config/kinds.js';

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

/** A Promise as work: it settles once, with value and completion together, and cannot be stopped (1.8, 4.4). */
class PendingPromise<T> implements Work {
  pending = true;
  private stopped = false;

  constructor(
    promise: PromiseLike<T>,
    private readonly observer: WorkObserver<T>,
  ) {
    observer.work = this;
    try {
      promise.then(
        (value) => this.settle(() => observer.last(value)),
        (error: unknown) => this.settle(() => observer.error(error)),
      );
    } catch (error) {
      this.settle(() => observer.error(error)); // What a thenable throws after it has settled says nothing.
    }
  }

  unsubscribe(): void {
    this.stopped = true;
  }

  private settle(notify: () => void): void {
    if (!this.pending) return;
    this.pending = false;
    if (this.stopped) this.observer.settled();
    else notify();
  }
}

/**
 * An async iterable as work, pulled one element at a time: the first at once, each further one when
 * `resume` asks for it (5.9). Unsubscribing calls `return()`, and goes on until that settles.
 */
class Pull<T> implements Work {
  pending = true;
  private readonly iterator: AsyncIterator<T>;
  private stopped = false;
  private pulled: PromiseLike<unknown> | undefined = undefined;

  constructor(
    iterable: AsyncIterable<T>,
    private readonly observer: WorkObserver<T>,
  ) {
    observer.work = this;
    this.iterator = iterable[Symbol.asyncIterator]();
    this.resume();
  }

  resume(): void {
    if (!this.pending || this.stopped || this.pulled !== undefined) return;
    // In a promise, so that an iterator that throws or answers at once is no special case.
    this.pulled = new Promise<IteratorResult<T>>((resolve) => resolve(this.iterator.next())).then(
      (result) => {
        this.pulled = undefined;
        if (this.stopped) return;
        let done, value;
        try {
          if (Object(result) !== result)
            throw new TypeError(
              `smartPoll: an async iterator's next() gave ${describe(result)}, not an object`,
            );
          done = result.done;
          if (!done) value = result.value;
        } catch (error) {
          return this.failed(error); // A result that is none, or that throws as it is looked at.
        }
        if (!done) return this.observer.next(value as T);
        this.pending = false;
        this.observer.complete();
      },
      (error: unknown) => this.failed(error),
    );
  }

  unsubscribe(): void {
    if (!this.pending || this.stopped) return;
    this.stopped = true;
    const settled = (): void => {
      this.pending = false;
      this.observer.settled();
    };
    new Promise<unknown>((resolve) =>
      resolve(this.iterator.return ? this.iterator.return() : this.pulled),
    ).then(settled, settled);
  }

  private failed(error: unknown): void {
    if (this.stopped) return;
    this.pending = false;
    this.observer.error(error);
  }
}
