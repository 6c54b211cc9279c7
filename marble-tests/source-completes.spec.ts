import { describe, expect, it } from '@jest/globals';
import { EMPTY, of } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

const idle = { idle: { project: () => of() } };

describe('a source that completes', () => {
  it(
    'should get one complete turn after the turn of its last value (3.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('   --(ab|)         ');
      const sourceSubs = '   ^-!             ';
      const turn = cold('      ---(d|)       ');
      const ending = cold('          --(c|)  ');
      const endingSubs = '   --------^-!     ';
      const other = hot('    --------------| ');
      const expected = '     -----d--d-c---| ';

      const result = smartPoll({
        tasks: idle,
        hooks: {
          hook: { source, next: () => turn, complete: () => ending },
          other: { source: other },
        },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(ending.subscriptions).toBe(endingSubs);
    }),
  );

  it(
    'should get its complete turn where it is empty, after onRun (3.6)',
    marbles(({ cold, expectObservable, flush }) => {
      const onRun = cold('--(r|)');
      const expected = '  --(rc|)';

      const calls: string[] = [];
      const result = smartPoll({
        tasks: idle,
        hooks: { hook: { source: EMPTY, complete: () => (calls.push('complete'), ['c']) } },
        onRun: () => onRun,
      });
      expectObservable(result).toBe(expected);
      flush();
      expect(calls).toEqual(['complete']);
    }),
  );

  it(
    'should leave the other sources their turns (3.6)',
    marbles(({ hot, expectObservable }) => {
      const ended = hot(' -a|         ');
      const other = hot(' ---b-c-d----');
      const unsub = '     -----------!';
      const expected = '  -azb-c-d----';

      const next = (value: string) => [value];
      const result = smartPoll({
        tasks: idle,
        hooks: { ended: { source: ended, next, complete: () => ['z'] }, other: { source: other, next } },
      });
      expectObservable(result, unsub).toBe(expected);
    }),
  );

  it(
    'should let its complete handler schedule (3.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('    -(v|)');
      const hook = hot('   --|      ');
      const expected = '   -----(v|)';

      const result = smartPoll({
        tasks: { a: { project: () => source, next: (value) => [value] } },
        hooks: { hook: { source: hook, complete: (loop) => loop.schedule('a', 2) } },
      });
      expectObservable(result).toBe(expected);
    }),
  );
});
