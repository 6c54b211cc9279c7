import { Observable } from 'rxjs';

/** The key of interop observables, as RxJS looks it up. */
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

/** An Observable, of this RxJS or any other. */
export function isObservableLike(value: any): boolean {
  return value instanceof Observable || isFunction(value?.[OBSERVABLE]);
}

/** An `ObservableInput`. */
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
