import { describe, expect, it } from '@jest/globals';
import { concatMap, concat, defer, map, of, repeat, throwError, timer } from 'rxjs';
import { smartPoll, type TaskLoop } from '../lib/index.js';
import { driven, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('the loop of a task', () => {
  it(
    'should know its key, so that one task object serves many (4.9)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('   -(v|)      ');
      const expected = '      ---(xXyY|) ';

      const task = {
        startDue: 2,
        project: ({ key }: { key: string }) => source.pipe(map(() => key)),
        next: (_: string, loop: TaskLoop<string>) => [loop.key],
        complete: (loop: TaskLoop<string>) => [loop.key.toUpperCase()],
      };
      const entries = ['x', 'y'].map((key) => [key, task] as const);
      expectObservable(smartPoll({ entries })).toBe(expected);
    }),
  );

  it(
    'should count the failures since the last value of the run, this one included (4.9)',
    marbles(({ expectObservable }) => {
      const expected = '123012(01|)';

      const outcomes = ['fail', 'fail', 'fail', 'value', 'fail', 'fail', 'value and fail'];
      const first = defer(() => of(outcomes.shift()));
      const task = {
        startDue: 0,
        repeatDue: () => (outcomes.length > 0 ? 1 : null),
        project: () =>
          first.pipe(
            concatMap((outcome) => {
              if (outcome === 'fail') return throwError(() => outcome);
              return outcome === 'value'
                ? of(outcome)
                : concat(
                    of(outcome),
                    throwError(() => outcome),
                  );
            }),
          ),
        next: (_: unknown, loop: TaskLoop<string>) => [String(loop.failures)],
        error: (_: unknown, loop: TaskLoop<string>) => [String(loop.failures)],
      };
      expectObservable(smartPoll({ tasks: { a: task } })).toBe(expected);
    }),
  );

  it(
    'should count the failures of each key and of each run by themselves (4.9)',
    marbles(({ expectObservable }) => {
      const expected = '(ab)--(cdab)(cd|)';

      const task = {
        startDue: 0,
        project: ({ key }: { key: string }) => throwError(() => key),
        error: (key: string, loop: TaskLoop<string>) => {
          if (loop.failures < 2) loop.schedule(key, 6);
          return [`${key}${loop.failures}`];
        },
      };
      const result = smartPoll({ entries: ['x', 'y'].map((key) => [key, task] as const) });
      expectObservable(result.pipe(repeat(2))).toBe(expected, { a: 'x1', b: 'y1', c: 'x2', d: 'y2' });
    }),
  );

  it(
    'should tell the time of the run, virtual in tests (4.10)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('          -----');
      const turn = cold('              --n|');
      const commands = hot<Command>('--n----', {
        n: (loop) => concat(of(loop.now()), turn.pipe(map(() => loop.now()))),
      });
      const unsub = '                ------!';
      const expected = '             --a-b-';

      expectObservable(driven(source, commands), unsub).toBe(expected, { a: 2, b: 4 });
    }),
  );

  it(
    'should abort its signal as the turn is torn down (4.10)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const source = cold('          -----  ');
      const commands = hot<Command>('-e-t---', {
        e: (loop) => {
          ended = loop.signal;
          return timer(1);
        },
        t: (loop) => {
          tornDown = loop.signal;
          return cold('-------');
        },
      });
      const unsub = '                -----! ';
      const expected = '             --0--- ';

      let ended: AbortSignal | undefined;
      let tornDown: AbortSignal | undefined;
      expectObservable(driven(source, commands), unsub).toBe(expected, { 0: 0 });
      flush();
      expect(ended?.aborted).toBe(false);
      expect(tornDown?.aborted).toBe(true);
    }),
  );
});
