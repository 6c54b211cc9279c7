import type { Work, WorkObserver } from './work.js';

/** A Promise as work: it settles once, with value and completion together, and cannot be stopped (1.8, 4.4). */
export class PendingPromise<T> implements Work {
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
