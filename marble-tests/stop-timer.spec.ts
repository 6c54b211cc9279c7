import { describe, it } from '@jest/globals';
import { driven, due, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

/** Stops the timer of `a`, and tells what that returned and when `a` is due then. */
const stop: Command = (loop) => [`${loop.stopTimer('a')}, ${due(loop)}`];

describe('stopTimer', () => {
  it(
    'should unschedule a waiting key and return false (1.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)      ');
      const sourceSubs: string[] = [];
      const commands = hot<Command>('--w-s-----', { w: (loop) => loop.schedule('a', 5), s: stop });
      const unsub = '                ----------!';
      const expected = '             ----s-----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { s: 'false, none' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should leave a key that is ready as it is and return true (1.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ------(v|)     ');
      const sourceSubs = [
        '                            ^-----!        ',
        '                            ------^-----!  ',
      ];
      const commands = hot<Command>('--r-s----------', { r: (loop) => loop.schedule('a', 0), s: stop });
      const unsub = '                ---------------!';
      const expected = '             ----s-v-----v--';

      const values = { s: 'true, 2', v: 'v' };
      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should return false for an unscheduled key, idle or running (1.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('            ----(v|)  ');
      const sourceSubs = '           --^---!    ';
      const commands = hot<Command>('s-r-s------', { s: stop, r: (loop) => loop.schedule('a', 0) });
      const unsub = '                -----------!';
      const expected = '             s---s-v----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { s: 'false, none', v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );
});
