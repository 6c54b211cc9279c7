import { describe, expect, it } from '@jest/globals';
import { of } from 'rxjs';
import { smartPoll, type Task } from '../../lib/index.js';
import { marbles } from '../support/marbles.js';

/** Several pending schedules of one piece of work are several keys that share one task object (5.7). */
describe('several pending schedules', () => {
  it(
    'should start the work for each of its pending dues, which are added as they come (5.7)',
    marbles(({ hot, expectObservable }) => {
      const orders = hot('  --a-b|');
      const expected = '    -----a-b--a-(b|)';
      // Each order is to be looked at three and eight frames after it came in.
      const look: Task<string, string, string> = {
        project: ({ key }) => of(key),
        next: (key, loop) => {
          loop.remove(loop.key);
          return [key[0]!];
        },
      };
      const source$ = smartPoll({
        entries: new Map<string, Task<string, string, string>>(),
        hooks: {
          orders: {
            source: orders,
            next: (order, loop) => {
              for (const delay of [3, 8]) {
                const key = `${order}+${delay}`;
                loop.add(key, look);
                loop.schedule(key, delay);
              }
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should keep the schedules of keys that share a task apart: each waits, runs and fails by itself (5.7, 4.9)',
    marbles(({ cold, expectObservable, flush }) => {
      const works = [cold(' -v|'), cold(' -#'), cold(' --v|')];
      const expected = '-a-b--c|';
      const seen: unknown[] = [];
      const shared: Task<number, string, string> = {
        project: ({ key }) => works[key]!,
        next: (_, loop) => {
          seen.push([loop.key, loop.failures, loop.isRunning(1), loop.dueTime(1)?.getTime()]);
          return [loop.key === 0 ? 'a' : 'c'];
        },
        error: (_, loop) => {
          seen.push([loop.key, loop.failures]);
          return ['b'];
        },
      };
      const source$ = smartPoll({
        entries: [0, 1, 2].map((key) => [key, shared] as const),
        onRun: (loop) => {
          for (const key of loop.keys()) loop.schedule(key, key * 2);
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(seen).toEqual([
        [0, 0, false, 2],
        [1, 1],
        [2, 0, false, undefined],
      ]);
    }),
  );

  it(
    'should take back one of several, and all of them, by their keys (5.7, 5.6)',
    marbles(({ hot, expectObservable }) => {
      const calls = hot('  --o-----a|');
      const expected = '   ---1--4--|';
      const task: Task<string, string, string> = { project: ({ key }) => of(key), next: (key) => [key] };
      const source$ = smartPoll({
        entries: new Map(['1', '4', '5', '7'].map((key) => [key, { ...task, startDue: Number(key) + 2 }])),
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => {
              if (call === 'o') loop.remove('5');
              else for (const key of loop.keys()) loop.remove(key);
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
    }),
  );
});
