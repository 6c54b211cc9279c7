import { describe, it } from '@jest/globals';
import { of, take } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('a key that reschedules itself with 0', () => {
  it(
    'should start at once each time, in the same frame (2.5)',
    marbles(({ expectObservable }) => {
      const expected = '--(012345|)';

      let runs = 0;
      const result = smartPoll({
        tasks: {
          a: {
            startDue: 2,
            project: () => of(runs++),
            next: (run, loop) => (loop.schedule('a', 0), [run]),
          },
        },
      });
      const values = Object.fromEntries(Array.from({ length: 6 }, (_, i) => [i, i]));
      expectObservable(result.pipe(take(6))).toBe(expected, values);
    }),
  );

  it(
    'should start as each of its turns ends where these take time (2.5)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  (v|)         ');
      const sourceSubs = [
        '                    (^!)         ',
        '                    --(^!)       ',
        '                    ----(^!)     ',
      ];
      const turn = cold('    --(d|)       ');
      const expected = '     --d-d-(d|)   ';

      const result = smartPoll({
        tasks: {
          a: { startDue: 0, project: () => source, next: (_, loop) => (loop.schedule('a', 0), turn) },
        },
      });
      expectObservable(result.pipe(take(3))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should leave other keys their turn in the same frame (2.5)',
    marbles(({ expectObservable }) => {
      const expected = '(abababab|)';

      const task = {
        startDue: 0,
        project: ({ key }: { key: string }) => of(key),
        next: (key: string, loop: { schedule(key: string, due: number): void }) => {
          loop.schedule(key, 0);
          return [key];
        },
      };
      expectObservable(smartPoll({ tasks: { a: task, b: task } }).pipe(take(8))).toBe(expected);
    }),
  );
});
