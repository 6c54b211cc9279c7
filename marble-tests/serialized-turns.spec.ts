import { describe, it } from '@jest/globals';
import { smartPoll } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('turns', () => {
  // picture: turns: one turn at a time
  it(
    'should never overlap, whoever caused them (3.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('--v|                ');
      const first = hot('  -a------------------');
      const second = hot(' ---b----------------');
      const turn = cold('   <--->|             ');
      const turnSubs = [
        '                  -^----!             ',
        '                  ------^----!        ',
        '                  -----------^----!   ',
      ];
      const unsub = '      -------------------!';
      const expected = '   -<---><---><--->----';

      const next = () => turn;
      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source, next } },
        hooks: { first: { source: first, next }, second: { source: second, next } },
      });
      expectObservable(result, unsub).toBe(expected);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should never overlap, whatever the handler (3.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  --(v|)                    ');
      const failing = cold(' --#                       ');
      const hook = hot('     ---|                      ');
      const turn = cold('    --(d|)                    ');
      const turnSubs = [
        '                    ^-!                       ',
        '                    ---^-!                    ',
        '                    -----^-!                  ',
        '                    -------^-!                ',
        '                    ---------^-!              ',
      ];
      const expected = '     --d--d-d-d-(d|)           ';

      const handler = () => turn;
      const result = smartPoll({
        tasks: {
          a: { startDue: 1, project: () => source, next: handler, complete: handler },
          b: { startDue: 1, project: () => failing, error: handler },
        },
        hooks: { hook: { source: hook, complete: handler } },
        onRun: handler,
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should output what their handlers emit, in order (3.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const x = cold('     -a-b|     ');
      const y = cold('         -c-d| ');
      const hook = hot('  -xy---|    ', { x, y });
      const expected = '  --a-b-c-d|';

      const result = smartPoll({
        tasks: { idle: { project: () => [] } },
        hooks: { hook: { source: hook, next: (turn) => turn } },
      });
      expectObservable(result).toBe(expected);
    }),
  );
});
