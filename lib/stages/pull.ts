import { describe } from '../config/describe.js';
import type { Work, WorkObserver } from './work.js';

/**
 * An async iterable as work, pulled one element at a time: the first at once, each further one when
 * `resume` asks for it (5.9). Unsubscribing calls `return()`, and goes on until that settles.
 */
export class Pull<T> implements Work {
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
