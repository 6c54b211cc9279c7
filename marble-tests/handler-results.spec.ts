import { describe, it } from '@jest/globals';
import { of } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { interop } from '../spec/support/interop.js';
import { marbles } from '../spec/support/marbles.js';

const idle = { idle: { project: () => of() } };

describe('what a handler returns', () => {
  it(
    'should be an Observable, which lasts as long as the turn and emits the output (3.7)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const hook = hot('   --ab----|  ');
      const turn = cold('    -x-(y|)  ');
      const turnSubs = ['                  --^--!     ', '                  -----^--!  '];
      const expected = '   ---x-yx-(y|)';

      const result = smartPoll({ tasks: idle, hooks: { hook: { source: hook, next: () => turn } } });
      expectObservable(result).toBe(expected);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should be an interop observable likewise (3.7)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const hook = hot('   --a-|      ');
      const turn = cold('    -x-(y|)  ');
      const turnSubs = '   --^--!     ';
      const expected = '   ---x-(y|)  ';

      const next = () => interop(turn);
      expectObservable(smartPoll({ tasks: idle, hooks: { hook: { source: hook, next } } })).toBe(expected);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should be an array of outputs, or nothing (3.7)',
    marbles(({ hot, expectObservable }) => {
      const hook = hot('   -a-b-c-|    ');
      const expected = '   -(xy)z-|    ';

      const result = smartPoll({
        tasks: idle,
        hooks: {
          hook: {
            source: hook,
            next: (event) => {
              if (event === 'a') return ['x', 'y'];
              if (event === 'c') return ['z'];
              return undefined;
            },
          },
        },
      });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should output null but not undefined (3.7)',
    marbles(({ hot, expectObservable }) => {
      const hook = hot('   --a-b---| ');
      const expected = '   --n-(nx)| ';

      const result = smartPoll({
        tasks: idle,
        hooks: {
          hook: {
            source: hook,
            next: (event) => (event === 'a' ? [undefined, null] : of(undefined, null, undefined, 'x')),
          },
        },
      });
      expectObservable(result).toBe(expected, { n: null, x: 'x' });
    }),
  );
});
