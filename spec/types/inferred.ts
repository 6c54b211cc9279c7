// Keys, values and outputs, inferred from plain literals (0). Checked by the compiler, never run.
import { of, Subject, type InteropObservable, type Observable } from 'rxjs';
import type { Hook } from '../../lib/config/hook.js';
import type { LoopEvent } from '../../lib/config/loop-event.js';
import type { SmartPollConfig } from '../../lib/config/smart-poll-config.js';
import type { TaskContext } from '../../lib/config/task.js';
import type { TaskLoop } from '../../lib/config/task.js';
import type { Task } from '../../lib/config/task.js';
import { smartPoll } from '../../lib/smart-poll.js';
import { typeOf } from './type-of.js';

interface Reading {
  celsius: number;
}
declare const get: () => Observable<Reading>;
declare const refresh$: Observable<Date>;

// The example of section 0.
const forecast$ = smartPoll({
  tasks: {
    weatherA: {
      startDue: 0,
      project: () => get(),
      next: (reading, loop) => {
        typeOf(reading).is<Reading>();
        typeOf(loop).is<TaskLoop<'weatherA' | 'publish'>>();
        loop.scheduleSooner('weatherA', 10_000);
        if (reading.celsius > 30) loop.schedule('publish', 0);
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
      },
    },
  },
});
typeOf(forecast$).is<Observable<string>>();

// Whatever the order of the properties.
const ordered$ = smartPoll({
  onRun: (loop) => {
    loop.schedule('a', 0);
    return of(new Date());
  },
  hooks: {
    tuple: {
      next: (value, loop) => {
        typeOf(value).is<number>();
        typeOf(loop.keys()).is<('a' | 'b')[]>();
        return [value > 1];
      },
      source: [1, 2],
    },
    closing: { source: of('x'), complete: (loop) => loop.drain() },
  },
  tasks: {
    a: {
      next: (value, loop) => {
        typeOf(value).is<{ id: number }>();
        loop.schedule('b', new Date());
      },
      project: async () => ({ id: 1 }),
    },
    b: { project: () => [1] },
  },
});
typeOf(ordered$).is<Observable<Date | boolean>>();

// Handlers in the shorthand of methods, generators included. (A `project` written so infers from TypeScript 6
// on; before, every function that is no arrow counts as sensitive to its context, and infers too late.)
const shorthand$ = smartPoll({
  tasks: {
    a: {
      project: async () => ({ id: 1 }),
      next(value, loop) {
        typeOf(value).is<{ id: number }>();
        typeOf(loop.keys()).is<('a' | 'b')[]>();
        return [value.id];
      },
      error(_, { key, schedule }) {
        schedule(key, 1000);
      },
    },
    b: {
      project: () => ['text'],
      async *next(value) {
        typeOf(value).is<string>();
        yield { value };
      },
    },
  },
  onRun(loop) {
    typeOf(loop.keys()).is<('a' | 'b')[]>();
    return of(new Date());
  },
});
typeOf(shorthand$).is<Observable<number | Date | { value: string }>>();

// A `project` that takes its context without an annotation is inferred too late for the value, which is unknown until
// the handler says what it is; that is compared with what `project` yields.
const late$ = smartPoll({
  tasks: {
    a: { project: ({ signal }) => of(signal), next: (value) => (typeOf(value).is<unknown>(), [1]) },
    b: { project: ({ signal }) => of(signal), next: (value: AbortSignal) => of(value) },
    c: { project: async ({ key }) => key, next: (value: string) => [value] },
    d: { project: ({ key }): any => key, next: (value: Date) => [value] },
    e: { next: () => [null], project: (context) => [context] },
  },
});
typeOf(late$).is<Observable<number | AbortSignal | string | Date | null>>();

// A handler may take more than there is.
const wider$ = smartPoll({
  tasks: {
    a: { project: () => [1], next: (value: number | string) => [value] },
    b: { project: () => [1], next: (value: any) => [value as Date] },
    c: { project: () => (new Date() > new Date() ? of(1) : ['']), next: (v: unknown) => of(v === 1) },
  },
  hooks: { h: { source: of(1), next: (value?: number) => [value ?? null] } },
});
typeOf(wider$).is<Observable<number | string | Date | boolean | null>>();

// The outputs of all handlers unite; nothing and `undefined` contribute nothing, `null` does.
const united$ = smartPoll({
  tasks: {
    a: { project: () => [1], next: (value) => [value], error: () => of(true), complete: async () => 'end' },
    b: { project: () => [1], next: () => [undefined], error: async () => undefined, complete: () => {} },
    c: {
      project: () => [1],
      next: (value, loop) => {
        if (value > 1) return of(null);
        loop.schedule('c', 0);
        return;
      },
    },
  },
  onRun: [() => of(1n), async (loop) => loop.schedule('a', 0)],
});
typeOf(united$).is<Observable<number | boolean | string | null | bigint>>();

// Nothing said, nothing emitted.
typeOf(smartPoll({ tasks: { a: { project: () => [1] } } })).is<Observable<never>>();
typeOf(smartPoll({ tasks: { a: { project: () => [1] } }, hooks: {} })).is<Observable<never>>();
typeOf(smartPoll({ tasks: { a: { project: () => [1] } }, onRun: [] })).is<Observable<never>>();

// Every option beside what is inferred.
const options$ = smartPoll({
  tasks: {
    a: {
      project: () => [1],
      next: (value, loop) => {
        typeOf(value).is<number>();
        typeOf(loop.key).is<'a' | 'b'>();
        typeOf(loop.failures).is<number>();
        return [value];
      },
      startDue: (now) => new Date(now.getTime() + 1),
      repeatDue: (now) => now.getTime() % 1000,
      priority: 1,
      overlap: 'switch',
      minInterval: 1000,
    },
    b: { project: () => [1], startDue: null, repeatDue: 1000 },
  },
  hooks: { h: { source: [1], buffer: { limit: 1, overflow: 'drop-oldest' } } },
  concurrent: 2,
  pause: [of(true), {} as InteropObservable<boolean>],
  drain: of('now'),
  monitor: { next: (event) => typeOf(event).is<LoopEvent<'a' | 'b'>>() },
});
typeOf(options$).is<Observable<number>>();

// Tasks and hooks written ahead fit a loop of more keys, and add none.
const publish: Task<'publish', number, string> = {
  project: () => [1],
  next: (value, loop) => {
    loop.schedule('publish', value);
    return [String(value)];
  },
};
const stop: Hook<'publish', MouseEvent, Date> = {
  source: new Subject<MouseEvent>(),
  next: () => [new Date()],
};
const ahead$ = smartPoll({
  tasks: {
    publish,
    other: { project: () => [1], next: (_, loop) => typeOf(loop.keys()).is<('publish' | 'other')[]>() },
  },
  hooks: { stop },
  monitor: new Subject<LoopEvent>(),
});
typeOf(ahead$).is<Observable<string | Date>>();

class Counter {
  private count = 0;
  project() {
    return of(this.count++);
  }
  next(value: number, loop: TaskLoop<'counter'>) {
    loop.schedule('counter', 1000);
    return [value];
  }
}
typeOf(smartPoll({ tasks: { counter: new Counter() } })).is<Observable<number>>();

// A whole configuration written ahead.
const config = {
  tasks: {
    a: {
      project: () => [1],
      next: (value: number, loop) => {
        loop.schedule('b', 0);
        return [value];
      },
    },
    b: { project: () => [1], error: (_, loop) => loop.schedule('a', 0) },
  },
  onRun: (loop) => loop.schedule('a', 0),
} satisfies SmartPollConfig<'a' | 'b'>;
typeOf(smartPoll(config)).is<Observable<number>>();
const constant = { tasks: { a: { project: () => [1], next: () => ['x'] } }, concurrent: 1 } as const;
typeOf(smartPoll(constant)).is<Observable<string>>();

declare const declared: SmartPollConfig<'a'>;
declare const option:
  { tasks: { a: Task<'a', number, Date> } } | { entries: Map<string, Task<string, number, Date>> };
typeOf(smartPoll({ ...option, concurrent: 1 })).is<Observable<Date>>();
({ ...declared, concurrent: 1 }) satisfies SmartPollConfig<'a'>;

// An added task is a call of its own: the value is inferred, whatever `project` takes.
smartPoll({
  entries: new Map<string, Task<string>>(),
  onRun: (loop) => {
    loop.add('a', {
      project: ({ key, signal }) => of(key, signal),
      next: (value, { schedule, key }) => {
        typeOf(value).is<string | AbortSignal>();
        schedule(key, 0);
      },
    });
    loop.add('b', { project: () => [], next: (value) => typeOf(value).is<never>() });
    loop.add('c', stopped);
    loop.add('d', stopped as any);
    loop.add<number | Date>('e', condition ? stopped : numbers);
  },
});
declare const stopped: Task<string, Date, number>;
declare const numbers: Task<string, number>;

// Tasks of a dictionary, of a condition, and with names that look like numbers, which are strings.
declare const dictionary: Record<string, Task<string, number, Date>>;
const dictionary$ = smartPoll({
  tasks: dictionary,
  onRun: (loop) => typeOf(loop.keys()).is<string[]>(),
});
typeOf(dictionary$).is<Observable<Date>>();
declare const condition: boolean;
const conditional$ = smartPoll({
  tasks: {
    a: { project: () => [1], next: (_, loop) => typeOf(loop.keys()).is<('a' | 'b')[]>() },
    ...(condition ? { b: { project: () => [''], next: () => [''] } } : {}),
  },
});
typeOf(conditional$).is<Observable<string>>();
smartPoll({ tasks: { 1: { project: () => [1], next: (_, loop) => typeOf(loop.keys()).is<'1'[]>() } } });

// In a function that is generic itself.
function latest<T>(source: Observable<T>): Observable<T> {
  return smartPoll({ tasks: { a: { project: () => source, next: (value) => [value] } } });
}
const latest$ = latest(of(''));
typeOf(latest$).is<Observable<string>>();

// What a handler gets can be taken apart.
smartPoll({ tasks: { a: { project: () => [1], next: (value, { schedule, key }) => schedule(key, value) } } });
