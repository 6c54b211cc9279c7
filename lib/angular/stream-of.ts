import { effect, isSignal, NgZone, untracked, type Injector, type Signal } from '@angular/core';
import { Observable } from 'rxjs';

/** Turns a signal into a stream of its values; returns anything else as it is. */
export function streamOf(source: unknown, injector: Injector): any {
  return isSignal(source) ? valuesOf(source, injector) : source;
}

/** The same for the source or sources of `pause`. */
export function streamsOf(pause: any, injector: Injector): any {
  return Array.isArray(pause) ? pause.map((source) => streamOf(source, injector)) : streamOf(pause, injector);
}

/** The same for the values in `limits`. */
export function limitStreamsOf(limits: any, injector: Injector): any {
  const changing = Object.entries<any>(limits ?? {}).filter(
    ([, limit]) => isSignal(limit?.concurrent) || isSignal(limit?.rate),
  );
  if (changing.length === 0) return limits;
  const streams = changing.map(([name, limit]) => {
    const { concurrent, rate } = limit;
    return [name, { ...limit, concurrent: streamOf(concurrent, injector), rate: streamOf(rate, injector) }];
  });
  return { ...limits, ...Object.fromEntries(streams) };
}

/**
 * Emits the value of a signal now, and each new one; if the signal throws, errors with that. It emits outside the zone,
 * because an observer may set a timer, and untracked, because an effect may be running.
 */
function valuesOf<T>(source: Signal<T>, injector: Injector): Observable<T> {
  const outside = injector.get(NgZone);
  return new Observable((subscriber) => {
    let last: { readonly value: T } | undefined;
    const tell = (notify: () => void): void => outside.runOutsideAngular(() => untracked(notify));
    const look = (): void => {
      try {
        const value = source();
        if (last !== undefined && Object.is(last.value, value)) return;
        last = { value };
      } catch (error) {
        return tell(() => subscriber.error(error));
      }
      const { value } = last;
      tell(() => subscriber.next(value));
    };
    untracked(look); // At once: an effect would run too late.
    if (subscriber.closed) return;
    const looking = untracked(() => effect(look, { injector }));
    return () => looking.destroy();
  });
}
