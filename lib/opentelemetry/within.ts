import { context, type Context } from '@opentelemetry/api';
import { from, Observable, type ObservableInput } from 'rxjs';
import type { NativeObservable, StreamInput } from '../index.js';

/** The key of interop Observables, looked up as RxJS does. */
const OBSERVABLE: PropertyKey = (Symbol as { observable?: symbol }).observable ?? '@@observable';

/**
 * Calls `work` in a context, and makes its result be subscribed to, or iterated, in that context, too. A Promise and an
 * array stay as they are: their work is done, or has begun.
 */
export function within<R>(place: Context, work: () => R): R {
  const returned: any = context.with(place, work);
  if (returned === null || typeof returned !== 'object') return returned;
  return inputWithin(place, returned) as R;
}

function inputWithin(place: Context, input: StreamInput<unknown>): StreamInput<unknown> {
  if (input instanceof Observable) return observableWithin(place, input);
  if (OBSERVABLE in input) return observableWithin(place, from(input as ObservableInput<unknown>));
  if ('then' in input || 'getReader' in input || 'destroy' in input) return input;
  if ('subscribe' in input && 'takeUntil' in input) return nativeWithin(place, input);
  return Symbol.asyncIterator in input ? iterableWithin(place, input) : input;
}

function observableWithin<T>(place: Context, source: Observable<T>): Observable<T> {
  return new Observable((subscriber) => context.with(place, () => source.subscribe(subscriber)));
}

function nativeWithin<T>(place: Context, source: NativeObservable<T>): NativeObservable<T> {
  return {
    subscribe: (observer, options) => context.with(place, () => source.subscribe(observer, options)),
    takeUntil: (notifier) => source.takeUntil(notifier),
  };
}

/** A generator runs only when it is asked for its next element. */
function iterableWithin<T>(place: Context, iterable: AsyncIterable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = iterable[Symbol.asyncIterator]();
      return {
        next: () => context.with(place, () => iterator.next()),
        ...(iterator.return && { return: () => context.with(place, () => iterator.return!()) }),
      };
    },
  };
}
