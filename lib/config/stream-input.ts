import type { ObservableInput } from 'rxjs';

/**
 * An Observable of the web platform: what `new Observable(…)` and `EventTarget.when()` are in a browser that has them,
 * and what those of RxJS 9 are. It is told by its `subscribe(observer, { signal })`, which returns nothing.
 *
 * @typeParam T - its values
 */
export interface NativeObservable<T> {
  subscribe(
    observer?: { next?(value: T): void; error?(error: any): void; complete?(): void },
    options?: { signal?: AbortSignal },
  ): void;
  /** What no Observable of RxJS 7 has, nor any other object with a `subscribe`. */
  takeUntil(notifier: any): NativeObservable<T>;
}

/**
 * What the loop subscribes to: whatever `from` takes, and native Observables, which RxJS 7 throws on.
 *
 * @typeParam T - its values
 */
export type StreamInput<T> = ObservableInput<T> | NativeObservable<T>;

/** The values of a `StreamInput`. */
export type StreamValue<I> = I extends StreamInput<infer T> ? T : never;
