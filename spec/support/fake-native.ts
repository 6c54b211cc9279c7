import type { NativeObservable } from '../../lib/index.js';

type Observer<T> = Parameters<NativeObservable<T>['subscribe']>[0] & {};

/** What the producer of a native Observable gets: as the platform has it, with one for all observers. */
class FakeSubscriber<T> {
  readonly observers = new Set<Observer<T>>();
  active = true;
  private readonly controller = new AbortController();
  private readonly teardowns: (() => void)[] = [];

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  addTeardown(teardown: () => void): void {
    if (this.active) this.teardowns.push(teardown);
    else teardown();
  }

  next(value: T): void {
    for (const observer of [...this.observers]) observer.next?.(value);
  }

  error(error: unknown): void {
    const observers = this.close();
    for (const observer of observers) observer.error?.(error);
  }

  complete(): void {
    const observers = this.close();
    for (const observer of observers) observer.complete?.();
  }

  /** First the teardown, the last one first, then the end is told. */
  close(): Observer<T>[] {
    const observers = [...this.observers];
    this.observers.clear();
    if (!this.active) return [];
    this.active = false;
    this.controller.abort();
    while (this.teardowns.length > 0) this.teardowns.pop()!();
    return observers;
  }
}

/**
 * An Observable as the web platform specifies it: without `pipe` and without `Symbol.observable`, its `subscribe` returns
 * nothing and takes a signal, its observers share one producer, and the last to go closes it.
 */
export class FakeNative<T> implements NativeObservable<T> {
  private current: FakeSubscriber<T> | undefined = undefined;

  constructor(private readonly produce: (subscriber: FakeSubscriber<T>) => void) {}

  get [Symbol.toStringTag](): string {
    return 'Observable';
  }

  subscribe(observer: Observer<T> = {}, { signal }: { signal?: AbortSignal } = {}): void {
    if (signal?.aborted) return;
    const running = this.current?.active === true ? this.current : undefined;
    const subscriber = running ?? (this.current = new FakeSubscriber<T>());
    subscriber.observers.add(observer);
    signal?.addEventListener('abort', () => {
      subscriber.observers.delete(observer);
      if (subscriber.observers.size === 0) subscriber.close();
    });
    if (running !== undefined) return;
    try {
      this.produce(subscriber);
    } catch (error) {
      subscriber.error(error);
    }
  }

  takeUntil(): FakeNative<T> {
    throw new Error('not needed here');
  }
}

/** What `EventTarget.when()` returns. */
export const when = (target: EventTarget, type: string): FakeNative<Event> =>
  new FakeNative((subscriber) => {
    const next = (event: Event) => subscriber.next(event);
    target.addEventListener(type, next);
    subscriber.addTeardown(() => target.removeEventListener(type, next));
  });
