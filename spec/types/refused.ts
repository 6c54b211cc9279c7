// What the compiler refuses (0, 3.7, 4.8). Checked by the compiler, never run.
import { from, of, type InteropObservable, type Observable } from 'rxjs';
import type { SmartPollConfig } from '../../lib/config/smart-poll-config.js';
import type { Task } from '../../lib/config/task.js';
import type { Hook } from '../../lib/config/hook.js';
import { poll } from '../../lib/operators/poll.js';
import { smartPoll } from '../../lib/smart-poll.js';

const project = () => of(1);

// A mistyped key, in every handler.
smartPoll({
  tasks: {
    a: {
      project,
      // @ts-expect-error no such key
      next: (_, loop) => loop.schedule('x', 0),
      // @ts-expect-error no such key
      error: (_, loop) => loop.schedule('x', 0),
      // @ts-expect-error no such key
      complete: (loop) => loop.schedule('x', 0),
    },
  },
  hooks: {
    h: {
      source: of(1),
      // @ts-expect-error no such key
      next: (_, loop) => loop.schedule('x', 0),
      // @ts-expect-error no such key
      error: (_, loop) => loop.schedule('x', 0),
      // @ts-expect-error no such key
      complete: (loop) => loop.schedule('x', 0),
    },
  },
  // @ts-expect-error no such key
  onRun: (loop) => loop.schedule('x', 0),
});
// @ts-expect-error no such key, in one of several
smartPoll({ tasks: { a: { project } }, onRun: [() => {}, (loop) => loop.schedule('x', 0)] });

// A mistyped key, in every method of the loop.
smartPoll({
  tasks: {
    a: {
      project,
      next: (_, loop) => {
        // @ts-expect-error no such key
        loop.schedule('x', 0);
        // @ts-expect-error no such key
        loop.scheduleSooner('x', 0);
        // @ts-expect-error no such key
        loop.unschedule('x');
        // @ts-expect-error no such key
        loop.stopTimer('x');
        // @ts-expect-error no such key
        loop.dueTime('x');
        // @ts-expect-error no such key
        loop.isRunning('x');
        // @ts-expect-error no such key
        loop.cancel('x');
        // @ts-expect-error no such key
        loop.explain('x');
        // @ts-expect-error no such key
        loop.add('x', { project });
        // @ts-expect-error no such key
        loop.remove('x');
        // @ts-expect-error no such key
        loop.has('x');
      },
    },
  },
});

// Names of hooks are no keys, and a written-ahead task or hook brings none along.
smartPoll({
  tasks: { a: { project } },
  // @ts-expect-error a hook is not scheduled
  hooks: { h: { source: of(1), next: (_, loop) => loop.schedule('h', 0) } },
});
declare const task: Task<'other'>;
declare const hook: Hook<'other'>;
// @ts-expect-error the task wants a loop that has `other`
smartPoll({ tasks: { a: task } });
// @ts-expect-error the hook wants a loop that has `other`
smartPoll({ tasks: { a: { project } }, hooks: { hook } });

// A due that is none (1.9).
smartPoll({
  tasks: { a: { project } },
  onRun: (loop) => {
    // @ts-expect-error no due
    loop.schedule('a');
    // @ts-expect-error no due
    loop.schedule('a', undefined);
    // @ts-expect-error no due
    loop.schedule('a', '10');
    // @ts-expect-error only `schedule` takes null
    loop.scheduleSooner('a', null);
    // @ts-expect-error only the loop of a task has a key
    loop.key satisfies string;
  },
});

// What a handler returns is nothing or asynchronous (3.7).
// @ts-expect-error a string
smartPoll({ tasks: { a: { project, next: () => 'text' } } });
// @ts-expect-error a number
smartPoll({ tasks: { a: { project, next: (value) => value } } });
// @ts-expect-error a boolean
smartPoll({ tasks: { a: { project, error: (_, loop) => loop.isRunning('a') } } });
// @ts-expect-error a Map
smartPoll({ tasks: { a: { project, complete: () => new Map([[1, 2]]) } } });
// @ts-expect-error a Set
smartPoll({ hooks: { h: { source: of(1), next: () => new Set([1]) } }, tasks: { a: { project } } });
// @ts-expect-error null
smartPoll({ hooks: { h: { source: of(1), error: () => null } }, tasks: { a: { project } } });
// @ts-expect-error a function
smartPoll({ hooks: { h: { source: of(1), complete: () => () => {} } }, tasks: { a: { project } } });
// @ts-expect-error an object
smartPoll({ tasks: { a: { project } }, onRun: () => ({ value: 1 }) });
// @ts-expect-error a string, sometimes
smartPoll({ tasks: { a: { project, next: (value) => (value > 1 ? [value] : 'text') } } });
function* generator() {
  yield 1;
}
// @ts-expect-error a synchronous generator, whose values would all be pulled at once
smartPoll({ tasks: { a: { project, next: generator } } });

// The output of another type.
const numbers$ = smartPoll({ tasks: { a: { project, next: (value) => [value] } } });
// @ts-expect-error numbers
const strings$: Observable<string> = numbers$;
// @ts-expect-error numbers, of which the caller says they are strings
const said$: Observable<string> = smartPoll({ tasks: { a: { project, next: (value) => [value] } } });
// @ts-expect-error one handler of several
const several$: Observable<number> = smartPoll({
  tasks: { a: { project, next: (v) => [v], error: () => ['x'] } },
});
// @ts-expect-error null is output
const nulls$: Observable<number> = smartPoll({
  tasks: { a: { project, next: async (v) => (v > 1 ? v : null) } },
});
void [strings$, said$, several$, nulls$];
smartPoll({
  tasks: { a: { project, next: (value) => [value] } },
}).subscribe((value) => {
  // @ts-expect-error a number
  value.trim();
});

// A value of another type.
// @ts-expect-error the value is a number
smartPoll({ tasks: { a: { project, next: (value: string) => [value] } } });
// @ts-expect-error the value is a number
smartPoll({ hooks: { h: { source: of(1), next: (value: Date) => [value] } }, tasks: { a: { project } } });

// A value of a narrower type, which the variance of methods would let pass, as a method and as a function.
declare const either: Observable<number | string>;
// @ts-expect-error the value may be a string
smartPoll({ tasks: { a: { project: () => either, next: (value: number) => [value] } } });
smartPoll({
  tasks: {
    a: {
      project: () => either,
      // @ts-expect-error the value may be a string
      async *next(value: number, loop) {
        loop.schedule('a', value);
        yield value;
      },
    },
  },
  hooks: {
    // @ts-expect-error the value may be a string
    h: { source: either, next: (value: number, loop) => loop.schedule('a', value) },
    method: {
      // @ts-expect-error the value may be a number
      next(value: string) {
        return [value];
      },
      source: either,
    },
  },
});

// A value of another type than that of a `project` that takes its context without an annotation: it is inferred too
// late to be the handler's, and not too late to be compared with it.
declare const ask: (signal: AbortSignal) => Promise<number>;
// @ts-expect-error unknown, and not annotated
smartPoll({ tasks: { a: { project: ({ signal }) => ask(signal), next: (value) => [value.toFixed()] } } });
// @ts-expect-error of an Observable
smartPoll({ tasks: { a: { project: ({ signal }) => from(ask(signal)), next: (v: string) => [v] } } });
// @ts-expect-error of a Promise
smartPoll({ tasks: { a: { project: ({ signal }) => ask(signal), next: (v: string) => [v] } } });
// @ts-expect-error of an async function
smartPoll({ tasks: { a: { next: async (v: string) => v, project: async ({ signal }) => ask(signal) } } });
// @ts-expect-error of an iterable
smartPoll({ tasks: { a: { project: ({ key }) => [key.length], next: (v: string) => [v] } } });
smartPoll({
  tasks: {
    a: {
      async project({ signal }) {
        return ask(signal);
      },
      // @ts-expect-error of a method, in a method
      next(value: string) {
        return [value];
      },
    },
    b: {
      async *project({ signal }) {
        yield ask(signal);
      },
      // @ts-expect-error of an async generator, in one
      async *next(value: string) {
        yield value;
      },
    },
    // @ts-expect-error of a generator
    c: { *project({ key }) { yield key; }, next: (value: Date) => [value] }, // prettier-ignore
    d: { project: ({ signal }) => ask(signal), next: (value: number) => [value] },
  },
});
class Mistaken {
  project() {
    return either;
  }
  next(value: number) {
    return [value];
  }
}
// @ts-expect-error of a class
smartPoll({ tasks: { a: new Mistaken() } });
const narrow = { a: { project: () => either, next: (value: number) => [value] } } satisfies Record<
  'a',
  Task<'a'>
>;
// @ts-expect-error of tasks written ahead
smartPoll({ tasks: narrow });
smartPoll({
  tasks: { a: { project } },
  onRun: (loop) => {
    // @ts-expect-error of an added task
    loop.add('a', { project: ({ signal }) => ask(signal), next: (value: string) => [value] });
  },
});

// Configuration mistakes (4.8).
// @ts-expect-error neither tasks nor entries
smartPoll({});
// @ts-expect-error neither tasks nor entries
smartPoll({ hooks: { h: { source: of(1) } }, concurrent: 1 });
// @ts-expect-error no `project`
smartPoll({ tasks: { a: {} } });
// @ts-expect-error no `project`, but options
smartPoll({ tasks: { a: { startDue: 0 } } });
// @ts-expect-error nothing to subscribe to
smartPoll({ tasks: { a: { project: () => 1 } } });
// @ts-expect-error a `project` that is no function
smartPoll({ tasks: { a: { project: of(1) } } });
// @ts-expect-error a handler that is no function
smartPoll({ tasks: { a: { project, next: 1 } } });
// @ts-expect-error an Observable where a task belongs
smartPoll({ tasks: { a: of(1) } });
// @ts-expect-error an Observable where a hook belongs
smartPoll({ tasks: { a: { project } }, hooks: { h: of(1) } });
// @ts-expect-error no `source`
smartPoll({ tasks: { a: { project } }, hooks: { h: { next: () => {} } } });
// @ts-expect-error a source that is no `ObservableInput`
smartPoll({ tasks: { a: { project } }, hooks: { h: { source: 1 } } });
// @ts-expect-error no handler
smartPoll({ tasks: { a: { project } }, onRun: 1 });
// @ts-expect-error no due
smartPoll({ tasks: { a: { project, startDue: 'now' } } });
// @ts-expect-error a date does not repeat
smartPoll({ tasks: { a: { project, repeatDue: new Date() } } });
// @ts-expect-error no policy
smartPoll({ tasks: { a: { project, overlap: 'queue' } } });
// @ts-expect-error half a mailbox
smartPoll({ tasks: { a: { project } }, hooks: { h: { source: of(1), buffer: { limit: 1 } } } });
// @ts-expect-error no Observable of booleans
smartPoll({ tasks: { a: { project } }, pause: of(1) });
// @ts-expect-error no Observable of booleans, of another library
smartPoll({ tasks: { a: { project } }, pause: {} as InteropObservable<number> });
// @ts-expect-error a Promise
smartPoll({ tasks: { a: { project } }, pause: Promise.resolve(true) });
// @ts-expect-error a date does not repeat
poll(new Date());

// Unknown options. (One of a mailbox is left to the check at run time.)
// @ts-expect-error of the configuration
smartPoll({ tasks: { a: { project } }, task: {} });
// @ts-expect-error of a task
smartPoll({ tasks: { a: { project, nxt: () => {} } } });
smartPoll({
  tasks: {
    a: { project, next: (_, loop) => loop.schedule('b', 0) },
    // @ts-expect-error of one task of several
    b: { project, interval: 1000 },
  },
});
// @ts-expect-error of a hook
smartPoll({ tasks: { a: { project } }, hooks: { h: { source: of(1), startDue: 0 } } });
// @ts-expect-error of an added task
smartPoll({ tasks: { a: { project } }, onRun: (loop) => loop.add('a', { project, nxt: 1 }) });

// Written ahead: the same.
({
  tasks: {
    a: {
      project,
      // @ts-expect-error no such key
      next: (_, loop) => loop.schedule('x', 0),
    },
    // @ts-expect-error no such key
    x: { project },
  },
}) satisfies SmartPollConfig<'a'>;
// @ts-expect-error neither tasks nor entries
({ onRun: [] }) satisfies SmartPollConfig<'a'>;
// @ts-expect-error an unknown option
({ tasks: { a: { project } }, option: 1 }) satisfies SmartPollConfig<'a'>;
// @ts-expect-error an unknown option of a task
({ tasks: { a: { project, nxt: 1 } } }) satisfies SmartPollConfig<'a'>;
