import { describe, expect, it } from '@jest/globals';
import { smartPoll } from '../lib/index.js';
import { driven, obey, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('single flight', () => {
  it(
    'should start a key that comes due while it runs once, right after its end, however often (2.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          -------|           ');
      const sourceSubs = [
        '                            ^------!           ',
        '                            -------^------!    ',
      ];
      const commands = hot<Command>('-srsw--------------', {
        s: (loop) => loop.schedule('a', 0),
        r: (loop) => loop.unschedule('a'),
        w: (loop) => loop.schedule('a', 1),
      });
      const unsub = '                ------------------! ';
      const expected = '             ------------------- ';

      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should start a key that comes due while it runs after its last turn (2.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          --(vw|)             ');
      const sourceSubs = [
        '                            ^-!                 ',
        '                            ----------^-!       ',
      ];
      const turn = cold('              ----|             ');
      const turnSubs = [
        '                            --^---!             ',
        '                            ------^---!         ',
        '                            ------------^---!   ',
      ];
      const commands = hot<Command>('-s------------------', { s: (loop) => loop.schedule('a', 0) });
      const unsub = '                ----------------!   ';
      const expected = '             -----------------   ';

      expectObservable(driven(source, commands, { startDue: 0, next: () => turn }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should start a key that its own turn makes ready right as that turn ends (2.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('      -(v|)      ');
      const sourceSubs = [
        '                        ^!         ',
        '                        ---^!      ',
        '                        ------^!   ',
      ];
      const turn = cold('         --|      ');
      const never = hot<Command>('---------');
      const unsub = '            --------!  ';
      const expected = '         ---------  ';

      const task = {
        startDue: 0,
        next: (_: unknown, loop: Parameters<Command>[0]) => (loop.schedule('a', 0), turn),
      };
      expectObservable(driven(source, never, task), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should start other keys while one runs (2.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold('               ------|   ');
      const aSubs = '                ^-----!   ';
      const b = cold('                 ---|    ');
      const bSubs = '                --^--!    ';
      const commands = hot<Command>('--s-------', { s: (loop) => loop.schedule('b', 0) });
      const unsub = '                ---------!';
      const expected = '             ----------';

      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => a }, b: { project: () => b } },
        hooks: { commands: obey(commands) },
      });
      expectObservable(result, unsub).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
    }),
  );

  it(
    'should give every turn of a run before the next start of its key, also without a pause between (2.3)',
    marbles(({ cold, expectObservable, flush }) => {
      const source = cold('  (123|)  ');
      const expected = '     ------| ';
      const turn = cold('    -|      ');

      const log: string[] = [];
      let runs = 0;
      const result = smartPoll({
        tasks: {
          a: {
            startDue: 0,
            project: () => (log.push(`start ${(runs += 1)}`), source),
            next: (value, loop) => {
              log.push(value);
              if (runs < 2) loop.schedule('a', 0);
              return turn;
            },
            complete: () => void log.push('complete'),
          },
        },
      });
      expectObservable(result).toBe(expected);
      flush();
      expect(log).toEqual(['start 1', '1', '2', '3', 'complete', 'start 2', '1', '2', '3', 'complete']);
    }),
  );
});
