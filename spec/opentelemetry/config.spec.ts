import { describe, expect, it } from '@jest/globals';
import { of, VirtualTimeScheduler, type Observable, type ObservedValueOf } from 'rxjs';
import {
  LoopCommands,
  smartPoll,
  TaskStates,
  type LoopEvent,
  type Task,
  type TaskContext,
} from '../../lib/index.js';
import { telemetry } from '../../lib/opentelemetry/index.js';

/** What `smartPoll()` says of a configuration. */
const refusal = (config: unknown, wrap: (config: any) => any = (same) => same): string => {
  try {
    smartPoll(wrap(config));
    return 'taken';
  } catch (error) {
    return String(error);
  }
};

describe('a configuration with telemetry', () => {
  const task = { project: () => of(1) };
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['no object', 'tasks'],
    ['an empty object', {}],
    ['no tasks', { tasks: {} }],
    ['tasks that are none', { tasks: 5 }],
    ['an unknown option', { tasks: { a: task }, task }],
    ['a task that is none', { tasks: { a: undefined } }],
    ['no project', { tasks: { a: {} } }],
    ['a project that is no function', { tasks: { a: { project: 5 } } }],
    ['a handler that is no function', { tasks: { a: { ...task, next: 5 } } }],
    ['an unknown option of a task', { tasks: { a: { ...task, strtDue: 0 } } }],
    ['entries that are none', { entries: 5 }],
    ['an entry that is none', { entries: ['a'] }],
    ['a task that is none in an entry', { entries: [['a', 5]] }],
    ['a key that is there twice', { tasks: { a: task }, entries: [['a', task]] }],
    ['a hook that is none', { tasks: { a: task }, hooks: { h: of(1) } }],
    ['hooks that are none', { tasks: { a: task }, hooks: 5 }],
    ['a source that is none', { tasks: { a: task }, hooks: { h: { source: 5 } } }],
    [
      'an unknown option of a hook',
      { tasks: { a: task }, hooks: { h: { source: of(1), nxt: () => undefined } } },
    ],
    ['an onRun that is no function', { tasks: { a: task }, onRun: 5 }],
    ['a monitor that is none', { tasks: { a: task }, monitor: 5 }],
    ['nothing as monitor', { tasks: { a: task }, monitor: null }],
  ])('should be refused as it would be without: %s (4.8)', (_, config) => {
    const without = refusal(config);
    expect(without).toMatch(/^TypeError: smartPoll: /);
    expect(refusal(config, telemetry)).toBe(without);
  });

  it('should tell its own monitors everything', () => {
    const states = new TaskStates();
    const events: string[] = [];
    const config = (monitor: object) => ({
      scheduler: new VirtualTimeScheduler(),
      tasks: { a: { startDue: 0, project: () => of(1) } },
      monitor,
    });
    smartPoll(telemetry(config([states, { next: ({ type }: LoopEvent) => events.push(type) }]))).subscribe();
    const alone: string[] = [];
    smartPoll(config({ next: ({ type }: LoopEvent) => alone.push(type) })).subscribe();
    expect([states.get('a')?.runs, events]).toEqual([1, alone]);
  });

  it('should call what is called with the same this, and the same arguments', () => {
    class Counter {
      #count = 0;
      startDue = 0;
      get repeatDue(): number | undefined {
        return this.#count < 2 ? 0 : undefined;
      }
      project({ key, signal }: TaskContext<string>): Observable<string> {
        return of(`${key} ${++this.#count} ${signal.aborted}`);
      }
      next(
        value: string,
        loop: { key: string; failures: number; signal: AbortSignal; keys(): string[] },
      ): string[] {
        return [`${value} ${this.#count} ${loop.key} ${loop.failures} ${loop.signal.aborted} ${loop.keys()}`];
      }
    }
    const values: string[] = [];
    const run$ = smartPoll(
      telemetry({
        scheduler: new VirtualTimeScheduler(),
        entries: [['a', new Counter() as unknown as Task<string, string, string>]] as const,
      }),
    );
    run$.subscribe((value) => values.push(value));
    expect(values).toEqual(['a 1 false 1 a 0 false a', 'a 2 false 2 a 0 false a']);
  });

  it('should abort the signal that a handler got', () => {
    let signal: AbortSignal | undefined;
    const run$ = smartPoll(
      telemetry({
        scheduler: new VirtualTimeScheduler(),
        tasks: { a: task },
        onRun: (loop) => {
          ({ signal } = loop);
          return new Promise<never>(() => undefined);
        },
      }),
    );
    const run = run$.subscribe();
    expect(signal?.aborted).toBe(false);
    run.unsubscribe();
    expect(signal?.aborted).toBe(true);
  });

  it('should take what is frozen', () => {
    const frozen = Object.freeze({
      scheduler: new VirtualTimeScheduler(),
      tasks: Object.freeze({
        a: Object.freeze({ startDue: 0, project: () => of(1), next: (value: number) => [value] }),
      }),
      hooks: Object.freeze({ h: Object.freeze({ source: of(2), next: (value: number) => [value] }) }),
      onRun: Object.freeze([() => [3]]),
      monitor: Object.freeze([]),
    });
    const values: number[] = [];
    smartPoll(telemetry(frozen)).subscribe((value) => values.push(value));
    expect(values.sort()).toEqual([1, 2, 3]);
  });

  it('should leave what it was made of as it was', () => {
    const config = { tasks: { a: { project: () => of(1) } }, monitor: [] };
    const { project } = config.tasks.a;
    telemetry(config);
    expect([config, config.tasks.a.project === project]).toEqual([
      { tasks: { a: { project } }, monitor: [] },
      true,
    ]);
  });

  it('should keep one task of many keys one', () => {
    let made = 0;
    const shared = new Proxy(task as Task<number>, {
      get: (it, name) => (name === 'project' && made++, Reflect.get(it, name) as unknown),
    });
    const { entries } = telemetry({
      entries: Array.from({ length: 100 }, (_, key) => [key, shared] as const),
    });
    expect(new Set([...entries].map(([, each]) => each)).size).toBe(1);
    expect(made).toBeLessThan(5);
  });

  it('should be typed as smartPoll is', () => {
    const run$ = smartPoll(
      telemetry(
        {
          tasks: {
            price: {
              startDue: 0,
              project: () => of(1),
              next: (value, loop) => {
                loop.schedule('text', value.toFixed().length);
                return [`${value}`];
              },
            },
            text: {
              project: () => Promise.resolve('x'),
              next: (text, loop) => [text.length > 1, loop.key === 'price'],
            },
          },
          hooks: {
            tick: { source: of(true), next: (on: boolean, loop) => [on && loop.has('price') ? 1n : 2n] },
            commands: new LoopCommands<'price' | 'text'>(),
          },
          onRun: (loop) => loop.schedule('price', 0),
        },
        { taskName: (key) => key satisfies 'price' | 'text' },
      ),
    );
    const typed: Observable<string | boolean | bigint> = run$;
    const exactly: string | boolean | bigint extends ObservedValueOf<typeof run$> ? true : false = true;
    const dates$: Observable<Date> = smartPoll(
      telemetry({ entries: new Map<number, Task<number, string, Date>>() }),
    );
    const refused = (): unknown[] => [
      // @ts-expect-error a key that is not there
      telemetry({ tasks: { price: { project: () => of(1), next: (_, loop) => loop.schedule('prize', 0) } } }),
      // @ts-expect-error an option that is none
      telemetry({ tasks: { price: { project: () => of(1), strtDue: 1 } } }),
      // @ts-expect-error a handler of another type
      telemetry({ tasks: { price: { project: () => of(1), next: (value: string) => [value] } } }),
      // @ts-expect-error no tasks
      telemetry({}),
      // @ts-expect-error a name that is none
      telemetry({ tasks: { price: { project: () => of(1) } } }, { taskName: () => 5 }),
    ];
    expect([typed, exactly, dates$, refused]).toHaveLength(4);
  });
});
