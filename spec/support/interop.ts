import type { InteropObservable, Observable } from 'rxjs';

/** The Observable as one of another library, known by its `Symbol.observable` alone. */
export const interop = <T>(observable: Observable<T>): InteropObservable<T> =>
  ({ [Symbol.observable ?? '@@observable']: () => observable }) as InteropObservable<T>;
