// What `injectSmartPoll()` infers and refuses: what `smartPoll()` does (0). Checked by the compiler, never run.
import type { Resource, Signal } from '@angular/core';
import { of, type Observable } from 'rxjs';
import { injectPoll } from '../../lib/angular/inject-poll.js';
import { injectSmartPoll } from '../../lib/angular/inject-smart-poll.js';
import type { PollRef } from '../../lib/angular/resource.js';
import type { SmartPollRef } from '../../lib/angular/smart-poll-ref.js';
import type { TaskState } from '../../lib/observe/task-state.js';
import type { LoopEvent } from '../../lib/config/loop-event.js';
import type { TaskContext } from '../../lib/config/task.js';
import type { TaskLoop } from '../../lib/config/task.js';
import type { Task } from '../../lib/config/task.js';
import { sharedPoll } from '../../lib/shared/shared-poll.js';
import { typeOf } from './type-of.js';

interface Reading {
  celsius: number;
}
declare const get: () => Observable<Reading>;
declare const refresh$: Observable<Date>;

// Keys, values and outputs, from plain literals.
const forecast = injectSmartPoll(
  {
    tasks: {
      weatherA: {
        startDue: 0,
        project: () => get(),
        next: (reading, loop) => {
          typeOf(reading).is<Reading>();
          typeOf(loop).is<TaskLoop<'weatherA' | 'publish'>>();
          loop.scheduleSooner('weatherA', 10_000);
        },
        error: (_, loop) => loop.schedule('weatherA', 30_000),
      },
      publish: {
        project: ({ key, signal }: TaskContext) => Promise.resolve({ key, signal }),
        next: () => ['published'],
      },
    },
    hooks: {
      refresh: {
        source: refresh$,
        next: (date, loop) => {
          typeOf(date).is<Date>();
          loop.schedule('weatherA', 0);
          return of(1);
        },
      },
    },
    onRun: (loop) => {
      typeOf(loop.keys()).is<('weatherA' | 'publish')[]>();
      return of(true);
    },
    monitor: { next: (event) => typeOf(event).is<LoopEvent<'weatherA' | 'publish'>>() },
  },
  { start: 'manual', server: 'first' },
);
typeOf(forecast).is<SmartPollRef<'weatherA' | 'publish', string | number | boolean>>();
typeOf(forecast.value).is<Signal<string | number | boolean | undefined>>();
typeOf(forecast.values$).is<Observable<string | number | boolean>>();
typeOf(forecast.tasks).is<Signal<ReadonlyMap<'weatherA' | 'publish', TaskState>>>();
typeOf(forecast.status()).is<'idle' | 'loading' | 'reloading' | 'resolved' | 'error'>();
typeOf(forecast.error()).is<Error | undefined>();
typeOf(forecast.isRunning()).is<boolean>();
typeOf(forecast.reload()).is<boolean>();

// What takes a `Resource` takes it; who asks whether it has a value keeps the rest of the ref.
const loop: Resource<string | number | boolean | undefined> = forecast;
if (loop.hasValue()) typeOf(loop.value()).is<string | number | boolean>();
if (forecast.hasValue()) {
  const [value, tasks]: [string | number | boolean, ReadonlyMap<string, TaskState>] = [
    forecast.value(),
    forecast.tasks(),
  ];
  typeOf(value).is<string | number | boolean>();
  typeOf(tasks).is<ReadonlyMap<string, TaskState>>();
}

// Signals where streams are taken.
declare const several: Signal<number>;
declare const hidden: Signal<boolean>;
declare const rate: Signal<{ starts: number; per: number }>;
injectSmartPoll({
  concurrent: several,
  limits: { host: { concurrent: several, rate } },
  pause: [hidden, of(false)],
  tasks: {
    a: {
      limit: 'host',
      repeatDue: several,
      project: () => get(),
      next: (reading) => typeOf(reading).is<Reading>(),
    },
  },
});
injectSmartPoll({ pause: hidden, tasks: { a: { project: () => [1] } } });
// @ts-expect-error -- a signal of another type
injectSmartPoll({ pause: several, tasks: { a: { project: () => [1] } } });

// Keys of entries too.
declare const later: Map<number, Task<any, Reading, Reading>>;
typeOf(injectSmartPoll({ entries: later })).is<SmartPollRef<number, Reading>>();

typeOf(injectSmartPoll({ entries: [['a', later.get(1)!], [1, later.get(1)!]] })).is<SmartPollRef<'a' | 1, Reading>>(); // prettier-ignore

// Without an output there is no value.
const silent = injectSmartPoll({ tasks: { a: { project: () => [1] } } });
typeOf(silent).is<SmartPollRef<'a', never>>();
typeOf(silent.value()).is<undefined>();

// A ref that is good enough for a component that takes any key.
const card: SmartPollRef<string, unknown> = silent;
card.reload();

injectSmartPoll({
  tasks: {
    // @ts-expect-error -- a key that is not there
    a: { project: () => [1], next: (_, loop) => loop.schedule('b', 0) },
  },
});
injectSmartPoll({
  tasks: {
    // @ts-expect-error -- an option that is none
    a: { project: () => [1], repeat: 1000 },
  },
});
injectSmartPoll({
  tasks: {
    a: {
      project: ({ signal }) => of(signal),
      // @ts-expect-error -- a value of another type
      next: (value: Date) => [value],
    },
  },
});
injectSmartPoll({
  // @ts-expect-error -- a value of another type
  entries: [['a', { project: ({ signal }) => of(signal), next: (value: Date) => [value] }]],
});
// @ts-expect-error -- neither tasks nor entries
injectSmartPoll({});
injectSmartPoll({
  tasks: {
    // @ts-expect-error -- an output that is none
    a: { project: () => [1], next: () => 'text' },
  },
});
// @ts-expect-error -- an option that is none
injectSmartPoll({ tasks: { a: { project: () => [1] } } }, { begin: 'now' });
// @ts-expect-error -- a time that is none
injectSmartPoll({ tasks: { a: { project: () => [1] } } }, { start: 'later' });
// @ts-expect-error -- a signal of the ref is not writable
forecast.value.set('text');
// @ts-expect-error -- a key that is not there
forecast.tasks().get('weatherB');

// `injectPoll()`: params and values, from plain literals.
declare const id: Signal<string | undefined>;
const polled = injectPoll({
  params: () => id(),
  project: ({ params, signal }) => {
    typeOf(params).is<string>();
    typeOf(signal).is<AbortSignal>();
    return get();
  },
  every: 1000,
});
typeOf(polled).is<PollRef<Reading | undefined>>();
if (polled.hasValue()) typeOf(polled.value()).is<Reading>();
declare const pace: Signal<number>;
typeOf(injectPoll({ project: () => Promise.resolve(1), every: pace })).is<PollRef<number | undefined>>();

// What takes a `Resource` takes it.
const resource: Resource<Reading | undefined> = polled;
if (resource.hasValue()) typeOf(resource.value()).is<Reading>();

// Of a shared poll.
const readings = sharedPoll({
  project: ({ key }: TaskContext<string>) => Promise.resolve<Reading & { key: string }>({ celsius: 1, key }),
  every: 1000,
});
typeOf(injectPoll({ from: readings, key: () => id() })).is<
  PollRef<(Reading & { key: string }) | undefined>
>();
typeOf(injectPoll({ from: readings, key: id, every: 500 })).is<
  PollRef<(Reading & { key: string }) | undefined>
>();
// Of keys that are literals.
const sites = sharedPoll({
  project: ({ key }: TaskContext<'north' | 'south'>) => Promise.resolve(key.length),
  every: 1000,
});
typeOf(injectPoll({ from: sites, key: () => 'north' })).is<PollRef<number | undefined>>();
injectPoll({ from: sites, key: () => (id() === 'a' ? 'south' : undefined) });
// @ts-expect-error -- a key that is not there
injectPoll({ from: sites, key: () => 'west' });
// @ts-expect-error -- a key of another type
injectPoll({ from: readings, key: () => 1 });
// @ts-expect-error -- an option that belongs to the shared poll
injectPoll({ from: readings, key: id, retryDue: 1000 });
// @ts-expect-error -- no pace
injectPoll({ project: () => get() });
