import { describe, it } from '@jest/globals';
import { mergeMap } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { driven, due, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

describe('schedule', () => {
  it(
    'should start an unscheduled key after the full time of its due (1.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)          ');
      const sourceSubs = '           -----(^!)     ';
      const commands = hot<Command>('--s-----------', { s: (loop) => loop.schedule('a', 3) });
      const unsub = '                --------------!';
      const expected = '             -----v--------';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should start a key at a date to come (1.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)          ');
      const sourceSubs = '           -----(^!)     ';
      const commands = hot<Command>('--s-----------', { s: (loop) => loop.schedule('a', new Date(5)) });
      const unsub = '                --------------!';
      const expected = '             -----v--------';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should move a waiting key, later and sooner, and start it once (1.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)             ');
      const sourceSubs = '           ----------(^!)   ';
      const commands = hot<Command>('--s-l---e--------', {
        s: (loop) => loop.schedule('a', 5),
        l: (loop) => loop.schedule('a', 10),
        e: (loop) => loop.schedule('a', 2),
      });
      const unsub = '                ------------------!';
      const expected = '             ----------v------';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should put a key that is ready back to waiting, within a turn (1.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)     ');
      const sourceSubs = '           -----(^!)';
      const commands = hot<Command>('--s------', {
        s: (loop) => {
          loop.schedule('a', 0);
          loop.schedule('a', 3);
          return [due(loop)];
        },
      });
      const unsub = '                ---------!';
      const expected = '             --d--v---';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 5, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should put a key that became ready while it runs back to waiting (1.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          -----(v|)           ');
      const sourceSubs = [
        '                            ^----!              ',
        '                            ----------^----!    ',
      ];
      const commands = hot<Command>('--r-w---------------', {
        r: (loop) => loop.schedule('a', 0),
        w: (loop) => loop.schedule('a', 6),
      });
      const unsub = '                --------------------!';
      const expected = '             -----v---------v----';

      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should count from the call, not from the end of the turn (1.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)          ');
      const sourceSubs = '           -------(^!)   ';
      const turn = cold('              ---|        ');
      const turnSubs = '             --^--!        ';
      const commands = hot<Command>('--s-----------', {
        s: (loop) => {
          loop.schedule('a', 5);
          return turn;
        },
      });
      const unsub = '                --------------!';
      const expected = '             -------v------';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should count from a call late in an asynchronous turn (1.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)          ');
      const sourceSubs = '           ---------(^!) ';
      const turn = cold('              --c---|     ');
      const commands = hot<Command>('--s-----------', {
        s: (loop) => turn.pipe(mergeMap(() => [loop.schedule('a', 5)])),
      });
      const unsub = '                --------------!';
      const expected = '             ---------v----';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should make a key ready at once, due now (1.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('            -(v|)  ');
      const sourceSubs = '           --^!     ';
      const commands = hot<Command>('--s------', {
        s: (loop) => {
          loop.schedule('a', 0);
          return [due(loop)];
        },
      });
      const unsub = '                ---------!';
      const expected = '             --dv-----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 2, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should make a key ready within the turn, before it starts (1.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('            -(v|)  ');
      const commands = hot<Command>('--s------', {
        s: (loop) => {
          loop.schedule('a', 0);
          return [loop.stopTimer('a')];
        },
      });
      const unsub = '                ---------!';
      const expected = '             --rv-----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { r: true, v: 'v' });
    }),
  );

  it(
    'should make a waiting key ready at once, and forget its timer (1.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)         ');
      const sourceSubs = '           ----(^!)     ';
      const commands = hot<Command>('--w-r--------', {
        w: (loop) => loop.schedule('a', 5),
        r: (loop) => loop.schedule('a', 0),
      });
      const unsub = '                -------------!';
      const expected = '             ----v--------';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should change nothing on a key that is ready, its due time included (1.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ------(v|)      ');
      const sourceSubs = [
        '                            ^-----!         ',
        '                            ------^-----!   ',
      ];
      const commands = hot<Command>('--r-r-----------', {
        r: (loop) => {
          loop.schedule('a', 0);
          return [due(loop)];
        },
      });
      const unsub = '                ----------------!';
      const expected = '             --d-d-v-----v---';

      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, { d: 2, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should make a key ready as its timer fires, while a handler runs (1.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)            ');
      const sourceSubs = '           ----------(^!)  ';
      const turn = cold('              --c-c---|     ');
      const commands = hot<Command>('--s-------------', {
        s: (loop) => {
          loop.schedule('a', 3);
          return turn.pipe(mergeMap(() => [`${due(loop)}, ${loop.now() < 5 ? '-' : loop.stopTimer('a')}`]));
        },
      });
      const unsub = '                ----------------!';
      const expected = '             ----w-r---v-----';

      const values = { w: '5, -', r: '5, true', v: 'v' };
      expectObservable(driven(source, commands), unsub).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should keep the due time of a timer that fired while a handler runs, when scheduled with 0 (1.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('          (v|)            ');
      const turn = cold('              -----c--|     ');
      const commands = hot<Command>('--s-------------', {
        s: (loop) => {
          loop.schedule('a', 3);
          return turn.pipe(mergeMap(() => [(loop.schedule('a', 0), due(loop))]));
        },
      });
      const unsub = '                ----------------!';
      const expected = '             -------d--v-----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 5, v: 'v' });
    }),
  );

  it(
    'should make a key ready with a past date as its due time (1.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('               -(v|)    ');
      const sourceSubs = '           -----^!       ';
      const commands = hot<Command>('-----p--------', {
        p: (loop) => {
          loop.schedule('a', new Date(2));
          return [due(loop)];
        },
      });
      const unsub = '                --------------!';
      const expected = '             -----dv-------';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: 2, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should give a key that is ready the past date as its due time, earlier or later (1.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ---------(v|)       ');
      const sourceSubs = [
        '                            ^--------!          ',
        '                            ---------^--------! ',
      ];
      const past = (at: number) => (loop: Parameters<Command>[0]) => {
        loop.schedule('a', new Date(at));
        return [due(loop)];
      };
      const commands = hot<Command>('---r-p-q------------', {
        r: (loop) => loop.schedule('a', 0),
        p: past(1),
        q: past(4),
      });
      const unsub = '                --------------------!';
      const expected = '             -----p-q-v--------v-';

      const values = { p: 1, q: 4, v: 'v' };
      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should take a date before 1970 for a past one (1.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('            -(v|)  ');
      const commands = hot<Command>('--p------', {
        p: (loop) => {
          loop.schedule('a', new Date(-5));
          return [due(loop)];
        },
      });
      const unsub = '                ---------!';
      const expected = '             --dv-----';

      expectObservable(driven(source, commands), unsub).toBe(expected, { d: -5, v: 'v' });
    }),
  );

  const clearings: [string, (loop: Parameters<Command>[0]) => void][] = [
    ['unschedule', (loop) => loop.unschedule('a')],
    ['schedule with null', (loop) => loop.schedule('a', null)],
  ];

  it.each(clearings)('should clear the timer of a waiting key with %s (1.4)', (_, clear) =>
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)         ');
      const sourceSubs: string[] = [];
      const commands = hot<Command>('--s-c-d------', {
        s: (loop) => loop.schedule('a', 5),
        c: clear,
        d: (loop) => [due(loop)],
      });
      const unsub = '                -------------!';
      const expected = '             ------n------';

      expectObservable(driven(source, commands), unsub).toBe(expected, { n: 'none' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it.each(clearings)('should clear the readiness of a key with %s (1.4)', (_, clear) =>
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          ------(v|)   ');
      const sourceSubs = '           ^-----!      ';
      const commands = hot<Command>('--r-cd-------', {
        r: (loop) => loop.schedule('a', 0),
        c: clear,
        d: (loop) => [due(loop)],
      });
      const unsub = '                -------------!';
      const expected = '             -----nv------';

      const values = { n: 'none', v: 'v' };
      expectObservable(driven(source, commands, { startDue: 0 }), unsub).toBe(expected, values);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it.each(clearings)('should take back a start that waits for onRun to end with %s (1.4)', (_, clear) =>
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  (v|)  ');
      const sourceSubs: string[] = [];
      const turn = cold('    --|   ');
      const expected = '     ----| ';

      const task = { project: () => source };
      const onRun = [
        (loop: Parameters<Command>[0]) => (loop.schedule('a', 0), turn),
        (loop: Parameters<Command>[0]) => (clear(loop), turn),
      ];
      expectObservable(smartPoll({ tasks: { a: task }, onRun })).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it(
    'should schedule a key anew that was cleared (1.1, 1.4)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)         ');
      const sourceSubs = '           --------(^!) ';
      const commands = hot<Command>('--s-c-s------', {
        s: (loop) => loop.schedule('a', loop.now() < 5 ? 4 : 2),
        c: (loop) => loop.unschedule('a'),
      });
      const unsub = '                -------------!';
      const expected = '             --------v----';

      expectObservable(driven(source, commands), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );
});
