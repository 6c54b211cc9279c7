// The keys, values and outputs of `entries` (0), and keys that come later (5.6). Checked by the compiler, never run.
import { of, type Observable } from 'rxjs';
import type { SmartPollConfig } from '../../lib/config/smart-poll-config.js';
import type { TaskContext } from '../../lib/config/task.js';
import type { TaskLoop } from '../../lib/config/task.js';
import type { Task } from '../../lib/config/task.js';
import { smartPoll } from '../../lib/smart-poll.js';
import { typeOf } from './type-of.js';

interface Station {
  readonly id: number;
}
declare const ids: number[];
declare const stations: readonly Station[];
declare const numbered: (id: number) => Task<number, string, Date>;
declare const byStation: (station: Station) => Task<Station, string, Date>;

// Numbers as keys, the tasks made by a function.
const numbered$ = smartPoll({
  entries: new Map(ids.map((id) => [id, numbered(id)])),
  hooks: {
    refresh: {
      source: of(1),
      next: (id, loop) => {
        typeOf(loop.keys()).is<number[]>();
        loop.schedule(id, 0);
        // @ts-expect-error the keys are numbers
        loop.schedule('1', 0);
      },
    },
  },
});
typeOf(numbered$).is<Observable<Date>>();

// Objects as keys, in any iterable.
const objects$ = smartPoll({
  entries: stations.map((station) => [station, byStation(station)] as const),
  onRun: (loop) => {
    typeOf(loop.keys()).is<Station[]>();
    // @ts-expect-error no station
    loop.schedule({ name: 1 }, 0);
  },
});
typeOf(objects$).is<Observable<Date>>();
function* generated() {
  yield ['a', { project: () => [1], next: (value: number) => [value] }] as const;
  yield ['b', { project: () => [1] }] as const;
}
const generated$ = smartPoll({
  entries: generated(),
  onRun: (loop) => typeOf(loop.keys()).is<('a' | 'b')[]>(),
});
typeOf(generated$).is<Observable<number>>();

// Literals: the keys are exact. The values are not inferred here: annotate them, or use `tasks`. They are compared.
const literals$ = smartPoll({
  entries: [
    ['a', { project: () => [1], next: (value: number) => [value] }],
    [
      'b',
      {
        project: () => ['x'],
        next: (_, loop) => {
          typeOf(loop.key).is<'a' | 'b'>();
          // @ts-expect-error no such key
          loop.schedule('c', 0);
        },
      },
    ],
  ],
  // @ts-expect-error no such key
  onRun: (loop) => loop.schedule('c', 0),
});
typeOf(literals$).is<Observable<number>>();

// Keys of different kinds, with tasks written ahead or not.
declare const ahead: Task<any, string, Date>;
const kinds$ = smartPoll({
  entries: [
    ['a', { project: () => [1], next: (value: number, loop) => (loop.schedule(2, 0), [value]) }],
    [1, ahead],
    [2, { project: ({ key }: TaskContext) => of(key), next: () => [true] }],
    [stations, { project: ({ signal }) => of(signal), next: (signal: AbortSignal) => of(signal) }],
  ],
  hooks: {
    h: {
      source: [1],
      next: (_, loop) => {
        typeOf(loop.keys()).is<('a' | 1 | 2 | readonly Station[])[]>();
        loop.schedule(stations, 0);
        // @ts-expect-error no such key
        loop.schedule(3, 0);
      },
    },
  },
});
typeOf(kinds$).is<Observable<number | Date | boolean | AbortSignal>>();
const constants$ = smartPoll({
  entries: [['a', ahead], [1, ahead], [null, ahead]], // prettier-ignore
  onRun: (loop) => typeOf(loop.keys()).is<('a' | 1 | null)[]>(),
});
typeOf(constants$).is<Observable<Date>>();
declare const mixed: ([string, Task<string | number, Date, Date>] | [number, Task<any, string, string>])[];
const mixed$ = smartPoll({
  entries: mixed,
  onRun: (loop) => typeOf(loop.keys()).is<(string | number)[]>(),
});
typeOf(mixed$).is<Observable<Date | string>>();
typeOf(smartPoll({ entries: ids.map((id) => [id, numbered(id)]) })).is<Observable<Date>>();
typeOf(smartPoll({ entries: [] })).is<Observable<never>>();

// Literals inside another call are typed before K is known: their handlers are annotated, or refused.
const inline$ = smartPoll({
  entries: new Map(
    ids.map((id) => [
      id,
      {
        project: ({ key }: TaskContext<number>) => of(String(key)),
        next: (value: string, loop: TaskLoop<number>) => {
          loop.scheduleSooner(id, 1000);
          return [value];
        },
      },
    ]),
  ),
});
typeOf(inline$).is<Observable<string>>();
// @ts-expect-error not annotated: it has no keys
smartPoll({ entries: new Map([[1, { project: () => [1], next: (_, loop) => loop.schedule(1, 0) }]]) });

// Tasks and entries together: the keys of both, in every handler.
const both$ = smartPoll({
  tasks: {
    publish: {
      project: () => of(true),
      next: (value, loop) => {
        typeOf(value).is<boolean>();
        typeOf(loop.keys()).is<('publish' | number)[]>();
        loop.schedule(1, 0);
        return [value];
      },
    },
  },
  entries: new Map(ids.map((id) => [id, numbered(id)])),
  hooks: {
    h: {
      source: [1],
      next: (id, loop) => loop.schedule(id, 0),
      complete: (loop) => loop.schedule('publish', 0),
    },
  },
});
typeOf(both$).is<Observable<boolean | Date>>();

// Different tasks in one Map.
const different$ = smartPoll({
  entries: new Map<string, Task<string, number, number> | Task<string, string, Date>>(),
});
typeOf(different$).is<Observable<number | Date>>();

// Keys that come later.
const later$ = smartPoll({
  tasks: {
    discover: {
      project: () => of(['x', 'y']),
      next: (names, loop) => {
        for (const name of names) {
          if (!loop.has(name))
            loop.add(name, { project: () => of(name), next: (_, { key, remove }) => remove(key) });
        }
        loop.schedule('discover', 1000);
      },
    },
  },
  entries: new Map<string, Task<string, any, number>>(),
});
typeOf(later$).is<Observable<number>>();
smartPoll({
  entries: new Map<string, Task<string>>(),
  onRun: (loop) => {
    typeOf(loop.keys()).is<string[]>();
    loop.add('anything', { project: () => [1], next: (_, { schedule }) => schedule('else', 0) });
    // @ts-expect-error no task
    loop.add('anything', of(1));
    // @ts-expect-error no key
    loop.add(1, { project: () => [1] });
  },
});

// A `Task<K>` that does not say what it emits emits something unknown, not `any`.
typeOf(smartPoll({ entries: new Map<string, Task<string>>() })).is<Observable<unknown>>();

// Written ahead.
const config = {
  entries: [[1, { project: () => [1], next: (_, loop) => loop.schedule(1, 0) }]],
  hooks: { h: { source: [1], next: (_, loop) => loop.unschedule(1) } },
} satisfies SmartPollConfig<number>;
typeOf(smartPoll(config)).is<Observable<never>>();

// @ts-expect-error no entries
smartPoll({ entries: { a: { project: () => [1] } } });
// @ts-expect-error no tasks in them
smartPoll({ entries: [['a', of(1)]] });
// @ts-expect-error a string is not asynchronous
smartPoll({ entries: [['a', { project: () => [1], next: () => 'text' }]] });
// @ts-expect-error an unknown option
smartPoll({ entries: [['a', { project: () => [1], nxt: () => {} }]] });
smartPoll({
  // @ts-expect-error an unknown option, in one of several
  entries: [
    ['a', ahead],
    ['b', { project: () => [1], nxt: () => {} }],
  ],
});
// @ts-expect-error a value that is not inferred
smartPoll({ entries: [['a', { project: () => [1], next: (value) => [value.toFixed()] }]] });
// @ts-expect-error a value of another type
smartPoll({ entries: [['a', { project: () => [1], next: (value: string) => [value] }]] });
smartPoll({
  // @ts-expect-error a value of another type, in one of several
  entries: [['a', ahead], [1, { project: async ({ key }) => key, next: async (value: Date) => value }]], // prettier-ignore
});
// @ts-expect-error a value of another type, in a Map
smartPoll({ entries: new Map([['a', { project: () => [1, 'x'], next: (value: string) => [value] }]]) });
