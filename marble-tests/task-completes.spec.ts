import { describe, expect, it } from '@jest/globals';
import { map } from 'rxjs';
import { smartPoll, type LoopEvent } from '../lib/index.js';
import { driven, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('a first stage that completes', () => {
  it(
    "should get a turn of its own for complete, after its last value's (3.8)",
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -(ab|)     ');
      const turn = cold('     --(d|)    ');
      const ending = cold('       --(c|)');
      const endingSubs = '   -----^-!   ';
      const expected = '     ---d-d-(c|)';

      const task = { startDue: 0, project: () => source, next: () => turn, complete: () => ending };
      expectObservable(smartPoll({ tasks: { a: task } })).toBe(expected);
      expectSubscriptions(ending.subscriptions).toBe(endingSubs);
    }),
  );

  it(
    'should call complete once for each first stage (3.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('  -a-|          ');
      const never = hot<Command>('--------');
      const unsub = '        -----------!  ';
      const expected = '     -a-c-a-c-a-   ';

      const task = { startDue: 0, repeatDue: 1, complete: () => ['c'] };
      expectObservable(driven(source, never, task), unsub).toBe(expected);
    }),
  );

  it(
    'should call complete for a first stage without a value (3.8)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('  --|   ');
      const expected = '     --(c|)';

      const task = { startDue: 0, project: () => source, complete: () => ['c'] };
      expectObservable(smartPoll({ tasks: { a: task } })).toBe(expected);
    }),
  );

  it(
    'should not call complete for a first stage that fails (3.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('  -a#    ');
      const never = hot<Command>('-----');
      const unsub = '        -----! ';
      const expected = '     -ae--- ';

      const task = { startDue: 0, error: () => ['e'], complete: () => ['c'] };
      expectObservable(driven(source, never, task), unsub).toBe(expected);
    }),
  );

  it(
    'should stop the key during a turn where there are no handlers for its values and its end (1.8, 3.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('          -v-w|    ');
      const turn = cold('             -q--q-| ');
      const hook = hot<Command>('    -s-------', { s: (loop) => turn.pipe(map(() => loop.isRunning('a'))) });
      const unsub = '                ---------!';
      const expected = '             --t--f---';

      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source } },
        hooks: { hook: { source: hook, next: (command, loop) => command(loop) } },
      });
      expectObservable(result, unsub).toBe(expected, { t: true, f: false });
    }),
  );

  it(
    'should drop values without a turn where there is no next, of tasks and of hooks (3.8)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const source = cold('  -vw|   ');
      const hook = hot('     ---xy|');
      const expected = '     -----|';

      const turns: LoopEvent[] = [];
      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source, complete: () => [] } },
        hooks: { hook: { source: hook, error: () => [] } },
        monitor: { next: (event) => void (event.type === 'turn-start' && turns.push(event)) },
      });
      expectObservable(result).toBe(expected);
      flush();
      expect(turns).toEqual([expect.objectContaining({ time: 3, handler: 'complete', key: 'a' })]);
    }),
  );
});
