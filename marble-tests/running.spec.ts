import { describe, it } from '@jest/globals';
import { concat, map, of } from 'rxjs';
import type { ControlLoop } from '../lib/index.js';
import { driven, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

const running: Command = (loop) => [loop.isRunning('a')];
const t = true;
const f = false;

describe('isRunning', () => {
  it(
    'should be true from the start of the first stage to its end, where that comes after the turns (1.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('           --v---|   ');
      const sourceSubs = '           -^-----!   ';
      const commands = hot<Command>('q-q--q--q--', { q: running });
      const unsub = '                -----------!';
      const expected = '             f-tv-t--f--';

      expectObservable(driven(source, commands, { startDue: 1 }), unsub).toBe(expected, { t, f, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be true until the last turn it caused has ended, where that comes after the first stage (1.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          -(vw|)            ');
      const sourceSubs = '           ^!                ';
      const turn = cold('             ---|             ');
      const turnSubs = [
        '                            -^--!             ',
        '                            ----^--!          ',
      ];
      const commands = hot<Command>('--q--q------------', { q: running });
      const unsub = '                ------------------!';
      const expected = '             ----t--f----------';

      const task = { startDue: 0, next: () => turn };
      expectObservable(driven(source, commands, task), unsub).toBe(expected, { t, f });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should be true inside its own handlers, to the end of their turns (1.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('  -v|            ');
      const turn = cold('     ---q|         ');
      const never = hot<Command>('----------');
      const unsub = '        ----------!    ';
      const expected = '     -t--tt--t-    ';

      const look = (loop: ControlLoop<string>) =>
        concat(of(loop.isRunning('a')), turn.pipe(map(() => loop.isRunning('a'))));
      const task = {
        startDue: 0,
        next: (_: unknown, loop: ControlLoop<string>) => look(loop),
        complete: look,
      };
      expectObservable(driven(source, never, task), unsub).toBe(expected, { t });
    }),
  );

  it(
    'should be true to the end of a turn in which the first stage completes (1.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          -v-|           ');
      const sourceSubs = '           ^--!           ';
      const turn = cold('             ---q|         ');
      const commands = hot<Command>('------q---', { q: running });
      const unsub = '                ----------!    ';
      const expected = '             ----t-f---     ';

      const next = (_: unknown, loop: ControlLoop<string>) => turn.pipe(map(() => loop.isRunning('a')));
      expectObservable(driven(source, commands, { startDue: 0, next }), unsub).toBe(expected, { t, f });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be true inside its own error handler (1.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('          -#   ');
      const commands = hot<Command>('---q-', { q: running });
      const unsub = '                -----!';
      const expected = '             -t-f-';

      const task = { startDue: 0, error: (_: unknown, loop: ControlLoop<string>) => running(loop) };
      expectObservable(driven(source, commands, task), unsub).toBe(expected, { t, f });
    }),
  );

  it(
    'should become false as a first stage without a value completes, even during a turn (1.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ---|    ');
      const sourceSubs = '           ^--!    ';
      const turn = cold('             -q-q-| ');
      const commands = hot<Command>('-s------', {
        s: (loop) => turn.pipe(map(() => loop.isRunning('a'))),
      });
      const unsub = '                --------!';
      const expected = '             --t-f---';

      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, { t, f });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be independent of the schedule (1.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('          ------------|     ');
      const commands = hot<Command>('-q-wq-rq-cq-------', {
        q: running,
        w: (loop) => loop.schedule('a', 50),
        r: (loop) => loop.schedule('a', 0),
        c: (loop) => loop.unschedule('a'),
      });
      const unsub = '                ------------------!';
      const expected = '             -t--t--t--t-------';

      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, { t });
    }),
  );
});
