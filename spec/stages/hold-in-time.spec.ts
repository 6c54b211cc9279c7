import { describe, expect, it } from '@jest/globals';
import { defer, delay, from, lastValueFrom, of, Subject, throwError, timer, toArray } from 'rxjs';
import { smartPoll, type Task } from '../../lib/index.js';

describe('a limit that a handler holds', () => {
  const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 5));

  it.each<[string, Task<string>]>([
    ['a Promise', { project: () => later(429), next: (_, loop) => loop.holdLimit('host', null) }],
    [
      'an async function',
      { project: async () => later(429), next: (_, loop) => loop.holdLimit('host', null) },
    ],
    ['a Promise that rejects', { project: () => later(0).then(() => Promise.reject(new Error('429'))) }],
    ['an Observable', { project: () => timer(5), next: (_, loop) => loop.holdLimit('host', null) }],
    [
      'an Observable of a Promise',
      { project: () => from(later(1)), complete: (loop) => loop.holdLimit('host', null) },
    ],
    ['a synchronous one', { project: () => of(1), next: (_, loop) => loop.holdLimit('host', null) }],
    ['one that fails', { project: () => defer(() => throwError(() => '429')) }],
    ['one that takes too long', { timeout: 5, project: () => new Promise(() => {}) }],
  ])('should be held before another key starts: %s (5.15)', async (_, task) => {
    const started: string[] = [];
    const first: Task<string> = {
      error: (_, loop) => loop.holdLimit('host', null),
      ...task,
      startDue: 0,
      limit: 'host',
    };
    const second: Task<string> = {
      startDue: 0,
      limit: 'host',
      project: ({ key }: { key: string }) => of(started.push(key)),
    };
    const run = smartPoll({
      limits: { host: { concurrent: 1 } },
      tasks: { first, second },
      // Its turn is in progress when the first stage ends.
      hooks: { busy: { source: timer(1), next: () => later('busy') } },
    }).subscribe();
    await new Promise((resolve) => setTimeout(resolve, 30));

    expect(started).toEqual([]);
    run.unsubscribe();
  });

  it('should never be asked for more than the server has said there is (5.15)', async () => {
    const none = new Subject<void>();
    let left = 3;
    const task = (): Task<string, number, number> => ({
      startDue: 0,
      limit: 'api',
      project: async () => later(--left),
      next: (left, loop) => {
        if (left === 0) {
          loop.holdLimit('api', null);
          none.next();
        }
        return [left];
      },
    });
    const loop$ = smartPoll({
      limits: { api: { concurrent: 1 } },
      tasks: { a: task(), b: task(), c: task(), d: task() },
      drain: none.pipe(delay(20)),
    });
    expect(await lastValueFrom(loop$.pipe(toArray()))).toEqual([2, 1, 0]);
  });

  it('should have room again for the next key while the last handler looks on (5.15, 7.3)', async () => {
    const reason: Task<string, number, string>['next'] = (_, loop) => [loop.explain('b').reason];
    const loop$ = smartPoll({
      limits: { host: { concurrent: 1 } },
      tasks: {
        a: { startDue: 0, limit: 'host', project: () => of(1, 2), next: reason },
        b: { startDue: 0, limit: 'host', project: () => of(1) },
      },
    });
    expect(await lastValueFrom(loop$.pipe(toArray()))).toEqual(['limit', 'ready']);
  });
});
