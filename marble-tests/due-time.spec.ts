import { describe, it } from '@jest/globals';
import { mergeMap } from 'rxjs';
import { smartPoll, type ControlLoop } from '../lib/index.js';
import { driven, due, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('dueTime', () => {
  it(
    'should be undefined while unscheduled, told while waiting, undefined from the start on (1.7)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('                 ---(v|)    ');
      const commands = hot<Command>('-d-s-d--d---d--', {
        d: (loop) => [due(loop)],
        s: (loop) => loop.schedule('a', 4),
      });
      const unsub = '                ---------------!';
      const expected = '             -n---w--n-v-n--';

      expectObservable(driven(source, commands), unsub).toBe(expected, { n: 'none', w: 7, v: 'v' });
    }),
  );

  it(
    'should be kept while ready, then in the past (1.7)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('          --------(v|)    ');
      const commands = hot<Command>('-s--d-d---------', {
        s: (loop) => loop.schedule('a', 2),
        d: (loop) => [`${due(loop)} at ${loop.now()}`],
      });
      const unsub = '                ---------------!';
      const expected = '             ----d-e-v------';

      const values = { d: '3 at 4', e: '3 at 6', v: 'v' };
      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, values);
    }),
  );

  it(
    'should be undefined in the handlers of the run it started (1.7)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('  --v-|');
      const never = hot<Command>('-----');
      const unsub = '        ------!';
      const expected = '     --n-c-';

      const task = {
        startDue: 0,
        next: (_: unknown, loop: ControlLoop<string>) => [due(loop)],
        complete: (loop: ControlLoop<string>) => [due(loop)],
      };
      expectObservable(driven(source, never, task), unsub).toBe(expected, { n: 'none', c: 'none' });
    }),
  );

  it(
    'should not take the instant 0 for none (1.7)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('      -(v|)');
      const sourceSubs = '   ----^!   ';
      const turn = cold('    a-b-|    ');
      const expected = '     a-b--(v|)';

      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source, next: (value) => [value as unknown] } },
        onRun: (loop) =>
          turn.pipe(
            mergeMap(() => [(loop.scheduleSooner('a', 0), loop.schedule('a', 0), due(loop) as unknown)]),
          ),
      });
      expectObservable(result).toBe(expected, { a: 0, b: 0, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );
});
