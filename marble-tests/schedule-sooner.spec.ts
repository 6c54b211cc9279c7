import { describe, it } from '@jest/globals';
import { of } from 'rxjs';
import { smartPoll, type Due } from '../lib/index.js';
import { driven, due, obey, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

/** Asks for `a` sooner, and tells when it is due then. */
const sooner =
  (when: Due): Command =>
  (loop) => {
    loop.scheduleSooner('a', when);
    return [due(loop)];
  };

describe('scheduleSooner', () => {
  it(
    'should let an unscheduled key wait for it (1.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)     ');
      const sourceSubs = '           -----(^!)';
      const commands = hot<Command>('--s------', { s: sooner(3) });
      const unsub = '                ---------!';
      const expected = '             --d--v---';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 5, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should make an unscheduled key ready at once with 0 (1.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('            -(v|)  ');
      const commands = hot<Command>('--s------', { s: sooner(0) });
      const unsub = '                ---------!';
      const expected = '             --dv-----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 2, v: 'v' });
    }),
  );

  it(
    'should make an unscheduled key ready at once with a past date (1.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('             -(v|) ');
      const commands = hot<Command>('---s-----', { s: sooner(new Date(1)) });
      const unsub = '                ---------!';
      const expected = '             ---dv----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 1, v: 'v' });
    }),
  );

  it(
    'should move the timer of a waiting key to an earlier instant (1.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)          ');
      const sourceSubs = '           -------(^!)   ';
      const commands = hot<Command>('--w-s---------', { w: (loop) => loop.schedule('a', 8), s: sooner(3) });
      const unsub = '                --------------!';
      const expected = '             ----d--v------';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 7, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should make a waiting key ready at once with a past date (1.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('               -(v|)     ');
      const sourceSubs = '           -----^!        ';
      const commands = hot<Command>('--w--s---------', {
        w: (loop) => loop.schedule('a', 8),
        s: sooner(new Date(3)),
      });
      const unsub = '                ---------------!';
      const expected = '             -----dv--------';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 3, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should change nothing where the key waits for an earlier instant, whatever the kind of due (1.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)          ');
      const sourceSubs = '           -------(^!)   ';
      const commands = hot<Command>('--w-s-t-------', {
        w: (loop) => loop.schedule('a', 5),
        s: sooner(4), // a smaller number, but a later instant
        t: sooner(new Date(8)),
      });
      const unsub = '                --------------!';
      const expected = '             ----d-dv------';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 7, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it.each<[string, Due]>([
    ['milliseconds', 6],
    ['a date', new Date(10)],
  ])('should keep the timer, and so its place in line, for an equal instant given as %s (1.5)', (_, when) =>
    marbles(({ hot, expectObservable }) => {
      const commands = hot<Command>('--abs----------', {
        a: (loop) => loop.schedule('a', 8),
        b: (loop) => loop.schedule('b', 7),
        s: (loop) => loop.scheduleSooner('a', when),
      });
      const unsub = '                ---------------!';
      const expected = '             ----------(ab) ';

      const task = { project: ({ key }: { key: string }) => of(key), next: (key: string) => [key] };
      const result = smartPoll({ tasks: { a: task, b: task }, hooks: { commands: obey(commands) } });
      expectObservable(result, unsub).toBe(expected);
    })(),
  );

  it(
    'should move the due time of a key that is ready, which stays ready (1.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ---------(v|)       ');
      const sourceSubs = [
        '                            ^--------!          ',
        '                            ---------^--------! ',
      ];
      const commands = hot<Command>('---r-s--t-----------', {
        r: (loop) => loop.schedule('a', 0),
        s: sooner(new Date(1)),
        t: (loop) => [loop.stopTimer('a')],
      });
      const unsub = '                --------------------!';
      const expected = '             -----d--tv--------v-';

      const values = { d: 1, t: true, v: 'v' };
      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should change nothing on a key that was ready before that instant (1.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ---------(v|)       ');
      const sourceSubs = [
        '                            ^--------!          ',
        '                            ---------^--------! ',
      ];
      const commands = hot<Command>('--r-s-t-u-----------', {
        r: (loop) => loop.schedule('a', 0),
        s: sooner(0),
        t: sooner(new Date(3)),
        u: sooner(20),
      });
      const unsub = '                --------------------!';
      const expected = '             ----d-d-dv--------v-';

      const values = { d: 2, v: 'v' };
      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );
});
