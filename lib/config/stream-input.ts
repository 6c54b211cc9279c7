import type { ObservableInput } from 'rxjs';

/**
 * An Observable of the web platform, as `new Observable(…)` and `EventTarget.when()` make it in browsers that have them, or
 * of RxJS 9. Unlike those of RxJS 7, it has a `subscribe(observer, { signal })` that returns nothing.
 *
 * @typeParam T - its values
 */
export interface NativeObservable<T> {
  /** Subscribes; aborting the `signal` unsubscribes. */
  subscribe(
    observer?: { next?(value: T): void; error?(error: any): void; complete?(): void },
    options?: { signal?: AbortSignal },
  ): void;
  /** Tells it from other objects with a `subscribe`: no Observable of RxJS 7 has this method. */
  takeUntil(notifier: any): NativeObservable<T>;
}

/**
 * What the loop can subscribe to: anything RxJS's `from` takes, and native Observables, which RxJS 7 does not accept.
 *
 * @typeParam T - its values
 */
export type StreamInput<T> = ObservableInput<T> | NativeObservable<T>;

/** The values of a `StreamInput`. */
export type StreamValue<I> = I extends StreamInput<infer T> ? T : never;
