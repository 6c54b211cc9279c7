import { Observable } from 'rxjs';
import type { NativeObservable } from './stream-input.js';

/** The key of interop Observables, looked up as RxJS does. */
const OBSERVABLE: PropertyKey = (Symbol as { observable?: symbol }).observable ?? '@@observable';

export function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

export function isPromiseLike(value: any): value is PromiseLike<never> {
  return isFunction(value?.then);
}

export function isAsyncIterable(value: any): value is AsyncIterable<never> {
  return isFunction(value?.[Symbol.asyncIterator]);
}

/** Whether it is an Observable of the platform or of RxJS 9 (9.6). Others with `subscribe`, such as stores, lack `takeUntil`. */
export function isNative(value: any): value is NativeObservable<never> {
  return isFunction(value?.subscribe) && isFunction(value.takeUntil) && !isFunction(value[OBSERVABLE]);
}

/** Whether it is an Observable: of this RxJS, of another copy or version, or of the platform. */
export function isObservableLike(value: any): boolean {
  return value instanceof Observable || isFunction(value?.[OBSERVABLE]) || isNative(value);
}

/** Whether it is an `ObservableInput`. */
export function isStream(value: any): boolean {
  return (
    isObservableLike(value) ||
    isPromiseLike(value) ||
    isAsyncIterable(value) ||
    isFunction(value?.[Symbol.iterator]) ||
    isFunction(value?.getReader) ||
    (typeof value?.length === 'number' && !isFunction(value))
  );
}
