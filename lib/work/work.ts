import { Observable, Subscriber } from 'rxjs';
import { describe } from '../config/describe.js';
import { isAsyncIterable, isFunction, isNative, isPromiseLike } from '../config/kinds.js';
import type { StreamInput } from '../config/stream-input.js';
import { observableOf } from './observable-of.js';

/** Observes work in progress. */
export interface WorkObserver<T = unknown> {
  /** What it observes; set before the first notification, so that a synchronous source can be stopped. */
  work: Work | undefined;
  next(value: T): void;
  error(error: unknown): void;
  complete(): void;
  /** The value of a Promise: value and completion together (1.8). */
  last(value: T): void;
  /** It has ended outside of `begin`: called when its teardown begins, and after it, before the end is announced. */
  releasing?(begins: boolean): void;
}

/**
 * Work in progress: what `project` or a handler returned, or a hook's source. It is released before its end is announced
 * (2.6), and once unsubscribed it keeps nothing of its observer alive in memory (4.3).
 */
export interface Work {
  /** Passes on nothing any more; what cannot be stopped goes on, as `pending`. */
  unsubscribe(): void;
  /** Whether it goes on although it was unsubscribed. */
  readonly pending?: boolean;
  /** Called when pending work settles. */
  settled?: (() => void) | undefined;
  /** Asks for the next element, if elements are pulled (5.9). */
  resume?(): void;
}

/**
 * Subscribes to any `StreamInput`. Promises and async iterables are special: `from` separates a Promise's value from its
 * completion, and reads an async iterable without backpressure.
 *
 * @throws what the input throws when it is subscribed to; `TypeError` if it is not a `StreamInput`
 */
export function begin<T>(input: StreamInput<T>, observer: WorkObserver<T>): void {
  if (input instanceof Observable) return new Watch(observer).begin(input);
  if (!isNative(input)) {
    if (isPromiseLike(input)) return new PendingPromise(observer).begin(input);
    if (isFunction((input as ReadableStream<T>).getReader))
      return new Pull(observer).begin(readerOf(input as ReadableStream<T>));
    if (isAsyncIterable(input)) return new Pull(observer).begin(input);
  }
  new Watch(observer).begin(observableOf(input));
}

class Watch<T> extends Subscriber<T> implements Work {
  private observer: WorkObserver<T> | undefined;
  private subscribing = true;
  /** How it ended while it was being subscribed to; it is torn down at the end of that. */
  private end: 'error' | 'complete' | undefined = undefined;
  private reason: unknown = undefined;

  constructor(observer: WorkObserver<T>) {
    super(observer);
    this.observer = observer;
    observer.work = this;
  }

  begin(source: Observable<T>): void {
    source.subscribe(this);
    this.subscribing = false;
    if (this.end !== undefined) this.tell(this.end);
  }

  protected override _error(error: unknown): void {
    this.reason = error;
    this.release('error');
  }

  protected override _complete(): void {
    this.release('complete');
  }

  override unsubscribe(): void {
    if (this.end === undefined) this.observer = undefined;
    super.unsubscribe();
  }

  /** Unlike RxJS's operators: first the teardown, then the end (2.6). */
  private release(end: 'error' | 'complete'): void {
    this.end = end;
    if (this.subscribing) return super.unsubscribe();
    const { observer } = this;
    observer?.releasing?.(true);
    try {
      super.unsubscribe();
    } finally {
      this.tell(end); // Even if a teardown throws: that goes to whatever ended it.
      observer?.releasing?.(false);
    }
  }

  private tell(end: 'error' | 'complete'): void {
    const { observer } = this;
    this.observer = undefined;
    if (end === 'complete') observer?.complete();
    else observer?.error(this.reason);
  }
}

/** A Promise as work: it settles once, with value and completion together, and cannot be stopped (1.8, 4.4). */
class PendingPromise<T> implements Work {
  pending = true;
  settled: (() => void) | undefined = undefined;

  constructor(private observer: WorkObserver<T> | undefined) {
    (observer as WorkObserver<T>).work = this;
  }

  begin(promise: PromiseLike<T>): void {
    try {
      promise.then(
        (value) => this.settle()?.last(value),
        (error: unknown) => this.settle()?.error(error),
      );
    } catch (error) {
      this.settle()?.error(error); // Ignored if the thenable throws after it has settled.
    }
  }

  unsubscribe(): void {
    this.observer = undefined;
  }

  /** Returns the observer to notify. */
  private settle(): WorkObserver<T> | undefined {
    if (!this.pending) return undefined;
    this.pending = false;
    const { observer } = this;
    if (observer === undefined) this.settled?.();
    this.observer = undefined;
    return observer;
  }
}

/**
 * An async iterable as work, pulled one element at a time: the first at once, each further one when `resume` asks for it
 * (5.9). Unsubscribing calls `return()`; the work goes on until that settles.
 */
class Pull<T> implements Work {
  pending = true;
  settled: (() => void) | undefined = undefined;
  private iterator: AsyncIterator<T> | undefined = undefined;
  private stream: { destroy?(): unknown } | undefined = undefined;
  private pulled: PromiseLike<unknown> | undefined = undefined;

  constructor(private observer: WorkObserver<T> | undefined) {
    (observer as WorkObserver<T>).work = this;
  }

  begin(iterable: AsyncIterable<T>): void {
    this.iterator = iterable[Symbol.asyncIterator]();
    // A Node stream that waits for data does not react to `return()` before some comes.
    this.stream = isFunction((iterable as NodeStream).destroy) ? (iterable as NodeStream) : undefined;
    this.resume();
  }

  resume(): void {
    if (!this.pending || this.observer === undefined || this.pulled !== undefined) return;
    // In a Promise, so that an iterator that throws or answers at once is not a special case.
    this.pulled = new Promise<IteratorResult<T>>((resolve) => resolve(this.iterator!.next())).then(
      (result) => {
        this.pulled = undefined;
        if (this.observer === undefined) return;
        let done, value;
        try {
          if (Object(result) !== result)
            throw new TypeError(
              `smartPoll: an async iterator's next() gave ${describe(result)}, not an object`,
            );
          done = result.done;
          if (!done) value = result.value;
        } catch (error) {
          return this.end()?.error(error); // The result is not an object, or throws when it is read.
        }
        if (!done) return this.observer.next(value as T);
        this.end()?.complete();
      },
      (error: unknown) => this.end()?.error(error),
    );
  }

  unsubscribe(): void {
    if (this.observer === undefined) return;
    this.observer = undefined;
    const { iterator, pulled, stream } = this;
    if (!this.pending || iterator === undefined) return;
    const settled = (): void => {
      this.pending = false;
      this.iterator = this.stream = undefined;
      this.settled?.();
    };
    new Promise<unknown>((resolve) => resolve(iterator.return ? iterator.return() : pulled)).then(
      settled,
      settled,
    );
    stream?.destroy?.();
  }

  /** It has ended by itself; returns the observer to notify. */
  private end(): WorkObserver<T> | undefined {
    const { observer } = this;
    if (observer === undefined) return undefined;
    this.pending = false;
    this.observer = this.iterator = this.stream = undefined;
    return observer;
  }
}

interface NodeStream {
  destroy?(): unknown;
}

/** A web stream, read through its own reader: cancelling that settles a read that waits for data. */
function readerOf<T>(stream: ReadableStream<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => {
      const reader = stream.getReader();
      return {
        next: () => reader.read() as Promise<IteratorResult<T>>,
        return: () => reader.cancel().then(() => ({ done: true, value: undefined })),
      };
    },
  };
}
