import { describe, expect, it, jest } from '@jest/globals';
import { EMPTY, NEVER, of, Subject } from 'rxjs';
import { smartPoll, type LoopEvent, type TaskContext } from '../../lib/index.js';
import { FakeNative, when } from '../support/fake-native.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

/** A native Observable that is driven from outside, and what becomes of its producer. */
const driven = <T>() => {
  const log: string[] = [];
  let producer: { next(value: T): void; error(error: unknown): void; complete(): void };
  const native = new FakeNative<T>((subscriber) => {
    producer = subscriber;
    log.push('subscribed');
    subscriber.addTeardown(() => log.push('torn down'));
  });
  return {
    native,
    log,
    next: (value: T) => producer.next(value),
    error: (error: unknown) => producer.error(error),
    complete: () => producer.complete(),
  };
};
const values = <T>(...all: T[]) =>
  new FakeNative<T>((subscriber) => {
    for (const value of all) subscriber.next(value);
    subscriber.complete();
  });

describe('native Observables', () => {
  it('should be what project returns (9.6)', () => {
    const output: unknown[] = [];
    smartPoll({
      tasks: {
        a: { startDue: 0, project: () => values(1, 2), next: (value) => [value], complete: () => ['end'] },
      },
    }).subscribe({ next: (value) => output.push(value), complete: () => output.push('complete') });
    expect(output).toEqual([1, 2, 'end', 'complete']);
  });

  it('should be what a handler returns: the turn lasts until it completes (9.6, 3.7)', () => {
    const { native, next, complete } = driven<string>();
    const output: unknown[] = [];
    const events = new Subject<number>();
    smartPoll({
      hooks: { events: { source: events, next: (value) => (value === 1 ? native : [value]) } },
      tasks: { a: { project: () => NEVER } },
    }).subscribe((value) => output.push(value));
    events.next(1);
    events.next(2);
    next('a');
    expect(output).toEqual(['a']);
    complete();
    expect(output).toEqual(['a', 2]);
  });

  it('should be the source of a hook, such as EventTarget.when() (9.6)', () => {
    const target = new EventTarget();
    const remove = jest.spyOn(target, 'removeEventListener');
    const output: unknown[] = [];
    const run = smartPoll({
      hooks: { clicks: { source: when(target, 'click'), next: (event) => [event.type] } },
      tasks: { a: { project: () => NEVER } },
    }).subscribe((value) => output.push(value));
    target.dispatchEvent(new Event('click'));
    target.dispatchEvent(new Event('click'));
    expect(output).toEqual(['click', 'click']);
    expect(remove).not.toHaveBeenCalled();
    run.unsubscribe();
    expect(remove).toHaveBeenCalledTimes(1);
    target.dispatchEvent(new Event('click'));
    expect(output).toHaveLength(2);
  });

  it('should pause (9.6, 5.8)', () => {
    const { native, next, complete } = driven<boolean>();
    const events: string[] = [];
    const monitor = {
      next: ({ type }: LoopEvent) => void (/pause|resume|start/.test(type) && events.push(type)),
    };
    const refresh = new Subject<void>();
    smartPoll({
      tasks: { a: { project: () => of(1) } },
      hooks: { refresh: { source: refresh, next: (_, loop) => loop.schedule('a', 0) } },
      pause: [native, EMPTY],
      monitor,
    }).subscribe();
    next(true);
    refresh.next();
    expect(events).toEqual(['pause', 'turn-start']);
    next(false);
    expect(events).toEqual(['pause', 'turn-start', 'resume', 'start']);
    complete();
  });

  it('should drain with the first value, and be unsubscribed from then (9.6, 5.2)', () => {
    const { native, log, next } = driven<void>();
    const complete = jest.fn();
    smartPoll({ tasks: { a: { startDue: 1_000, project: () => of(1) } }, drain: native }).subscribe({
      complete,
    });
    expect(log).toEqual(['subscribed']);
    next();
    expect(complete).toHaveBeenCalledTimes(1);
    expect(log).toEqual(['subscribed', 'torn down']);
  });

  it('should say how many may run (9.6, 5.15)', () => {
    const { native, next } = driven<number>();
    const started: string[] = [];
    const project = ({ key }: TaskContext<string>) => (started.push(key), NEVER);
    smartPoll({
      tasks: { a: { startDue: 0, project }, b: { startDue: 0, project } },
      concurrent: native,
    }).subscribe();
    expect(started).toEqual([]);
    next(1);
    expect(started).toEqual(['a']);
    next(2);
    expect(started).toEqual(['a', 'b']);
  });

  it('should be torn down before their end is told (9.6, 2.6)', () => {
    const { native, log, next, complete } = driven<string>();
    smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: () => native,
          next: (value) => void log.push(value),
          complete: () => void log.push('completed'),
        },
      },
    }).subscribe();
    next('a');
    complete();
    expect(log).toEqual(['subscribed', 'a', 'torn down', 'completed']);
  });

  it('should be told to stop as they are cancelled (9.6, 5.1)', () => {
    const { native, log, next } = driven<string>();
    const stop = new Subject<void>();
    smartPoll({
      tasks: { a: { startDue: 0, project: () => native, next: (value) => void log.push(value) } },
      hooks: { stop: { source: stop, next: (_, loop) => void loop.cancel('a') } },
    }).subscribe();
    stop.next();
    next('late');
    expect(log).toEqual(['subscribed', 'torn down']);
  });

  it('should be stopped while they emit synchronously (9.6, 5.2)', () => {
    let emitted = 0;
    smartPoll({
      tasks: { a: { startDue: 0, project: () => of(1) } },
      drain: new FakeNative<void>((subscriber) => {
        while (!subscriber.signal.aborted && emitted < 10) {
          emitted++;
          subscriber.next();
        }
      }),
    }).subscribe();
    expect(emitted).toBe(1);
  });

  it('should fail as any source does (9.6, 4.2)', () => {
    const { native, error } = driven<string>();
    const errors: unknown[] = [];
    smartPoll({ tasks: { a: { startDue: 0, project: () => native } } }).subscribe({
      error: (e) => errors.push(e),
    });
    error('boo');
    smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: () =>
            new FakeNative<string>(() => {
              throw 'thrown';
            }),
        },
      },
    }).subscribe({ error: (e) => errors.push(e) });
    expect(errors).toEqual(['boo', 'thrown']);
  });

  it('should be refused where a hook belongs, as other Observables are (9.6, 4.8)', () => {
    expect(() =>
      smartPoll({ tasks: { a: { project: () => NEVER } }, hooks: { h: values(1) as never } }),
    ).toThrow(
      new TypeError(
        'smartPoll: hooks.h must be a hook: an object with a source and handlers, got [object Observable] (object)',
      ),
    );
  });

  it('should not be taken for them what only has a subscribe, such as a store (9.6, 4.8)', () => {
    const store = { subscribe: (next: (value: number) => void) => (next(1), () => {}) };
    expect(() =>
      smartPoll({ tasks: { a: { project: () => NEVER } }, hooks: { h: { source: store as never } } }),
    ).toThrow(/^smartPoll: hooks\.h\.source must be an ObservableInput, got an Object/);
  });
});
