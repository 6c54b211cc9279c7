import { effect, isSignal, NgZone, untracked, type Injector, type Signal } from '@angular/core';
import { Observable } from 'rxjs';

/** A signal as a stream of its values; anything else as it is. */
export function streamOf(source: unknown, injector: Injector): any {
  return isSignal(source) ? valuesOf(source, injector) : source;
}

/** The same for each source of `pause`, of which there may be several. */
export function streamsOf(pause: any, injector: Injector): any {
  return Array.isArray(pause) ? pause.map((source) => streamOf(source, injector)) : streamOf(pause, injector);
}

/** The same for what each of `limits` allows. */
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
 * The value of a signal as this is subscribed to, and each that follows; what it throws is the error. They are told
 * outside of the zone, for what follows from them may arm a timer, and of what an effect depends on.
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
    untracked(look); // An effect would be too late for who begins now.
    if (subscriber.closed) return;
    const looking = untracked(() => effect(look, { injector }));
    return () => looking.destroy();
  });
}
