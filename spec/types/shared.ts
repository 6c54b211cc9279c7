// What sharedPoll and native Observables infer and refuse (9.4, 9.6). Checked by the compiler, never run.
import { of, type Observable } from 'rxjs';
import {
  sharedPoll,
  smartPoll,
  type NativeObservable,
  type SharedPoll,
  type SharedPollState,
  type TaskContext,
} from '../../lib/index.js';
import { typeOf } from './type-of.js';

declare const native: NativeObservable<number>;
declare const flags: NativeObservable<boolean>;
declare const numbers: Observable<number>;

// Keys and values, from project.
const prices = sharedPoll({
  project: ({ key, signal }: TaskContext<'a' | 'b'>) => (void signal, Promise.resolve(key.length)),
  every: 1_000,
});
typeOf(prices).is<SharedPoll<'a' | 'b', number>>();
typeOf(prices('a')).is<Observable<number>>();
typeOf(prices('a', 5)).is<Observable<number>>();
typeOf(prices('b', numbers)).is<Observable<number>>();
typeOf(prices('b', native)).is<Observable<number>>();
typeOf(prices.refresh('a')).is<Observable<number>>();
typeOf(prices.state('a')).is<Observable<SharedPollState<number>>>();
typeOf(prices.keys()).is<('a' | 'b')[]>();

// Objects as keys.
const places = sharedPoll({
  project: ({ key }: TaskContext<{ lat: number }>) => of(`${key.lat}`),
  every: native,
  keyOf: ({ lat }) => lat,
  keepFor: 1,
  retryDue: (failures) => (failures > 3 ? null : 1_000),
  pause: [flags],
  concurrent: 2,
});
typeOf(places).is<SharedPoll<{ lat: number }, string>>();

// @ts-expect-error no such key
prices('c');
// @ts-expect-error a pace is no string
prices('a', '5');
// @ts-expect-error it must be said how often
sharedPoll({ project: () => of(1) });
// @ts-expect-error no such option
sharedPoll({ project: () => of(1), every: 1, evry: 1 });
// @ts-expect-error the handlers are its own
sharedPoll({ project: () => of(1), every: 1, next: () => {} });

// Native Observables wherever an ObservableInput is.
const loop$ = smartPoll({
  tasks: {
    a: {
      project: () => native,
      next: (value, loop) => {
        typeOf(value).is<number>();
        loop.schedule('a', 0);
        return native;
      },
    },
  },
  hooks: { events: { source: flags, next: (flag) => (typeOf(flag).is<boolean>(), ['flag']) } },
  pause: flags,
  drain: native,
});
typeOf(loop$).is<Observable<number | string>>();
// @ts-expect-error no Observable<boolean>
smartPoll({ tasks: { a: { project: () => native } }, pause: native });
// @ts-expect-error a store is no Observable
smartPoll({ tasks: { a: { project: () => ({ subscribe: (next: (value: number) => void) => next(1) }) } } });
