import { describe, expect, it } from '@jest/globals';
import { concat, defer, of, Subject, takeUntil, takeWhile, tap } from 'rxjs';
import { poll } from '../lib/index.js';
import { HostScheduler } from '../spec/support/host-scheduler.js';
import { marbles } from '../spec/support/marbles.js';
import { stopTheClock } from '../spec/support/stop-the-clock.js';

stopTheClock();

describe('poll', () => {
  // picture: poll: poll(2)
  it(
    'should subscribe to its source at once, and again some time after each completion',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-|            ');
      const sourceSubs = [
        '                    ^--!            ',
        '                    -----^--!       ',
        '                    ----------^--!  ',
      ];
      const unsub = '        --------------! ';
      const expected = '     -a----a----a--- ';

      expectObservable(source.pipe(poll(2)), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should ask when next, from the last value, and end with null',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('  -ab|                 ');
      const sourceSubs = [
        '                    ^--!                 ',
        '                    -----^--!            ',
        '                    ----------^--!       ',
      ];
      const expected = '     -ab---ab---ab|       ';

      const asked: unknown[] = [];
      const due = (last: object) => (asked.push({ ...last }) < 3 ? 2 : null);
      expectObservable(source.pipe(poll(due))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      flush();
      expect(asked).toEqual([
        expect.objectContaining({ value: 'b' }),
        expect.objectContaining({ value: 'b' }),
        expect.objectContaining({ value: 'b' }),
      ]);
    }),
  );

  it(
    'should wait until a date where that is the answer',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -(a|)         ');
      const sourceSubs = ['                    ^!            ', '                    ------^!      '];
      const expected = '     -a-----(a|)   ';

      let asked = 0;
      const due = () => (asked++ === 0 ? new Date(6) : null);
      expectObservable(source.pipe(poll(due))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should ask an empty source, too, without a value',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('  --|        ');
      const sourceSubs = ['                    ^-!        ', '                    -----^-!   '];
      const expected = '     -------|   ';

      const asked: object[] = [];
      const due = (last: object) => (asked.push({ ...last }) < 2 ? 3 : null);
      expectObservable(source.pipe(poll(due))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      flush();
      expect(asked).toHaveLength(2);
      expect(asked.every((last) => !('value' in last) && !('error' in last))).toBe(true);
    }),
  );

  it(
    'should forget the value of the round before',
    marbles(({ cold, expectObservable, flush }) => {
      const rounds = [cold('-a|'), cold('     -|'), cold('      -#')];
      const expected = '    -a-----#   ';

      const asked: unknown[] = [];
      const due = (last: { kind: string }) => (
        asked.push(last),
        last.kind === 'E' ? null : [2, 1][asked.length - 1]!
      );
      expectObservable(defer(() => rounds.shift()!).pipe(poll(due))).toBe(expected);
      flush();
      expect(asked).toEqual([{ kind: 'N', value: 'a' }, { kind: 'C' }, { kind: 'E', error: 'error' }]);
    }),
  );

  it(
    'should pass undefined and null on as the values they are',
    marbles(({ cold, expectObservable }) => {
      const values = { u: undefined, n: null };
      const source = cold('  -u-n|      ', values);
      const expected = '     -u-n|      ';

      expectObservable(source.pipe(poll(() => null))).toBe(expected, values);
    }),
  );

  it(
    'should be paused and drained by its options (5.2, 5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a|            ');
      const sourceSubs = [
        '                    ^-!            ',
        '                    ------^-!      ',
        '                    ---------^-!   ',
      ];
      const pause = hot('    --t---f-----   ', { t: true, f: false });
      const drain = hot('    ----------d    ');
      const expected = '     -a-----a--a|   ';

      expectObservable(source.pipe(poll(1, { pause, drain }))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it('should run on the clock of its scheduler, and leave no timer there (4.3, 6.1)', () => {
    const scheduler = new HostScheduler();
    const times: number[] = [];
    const polled = of('v').pipe(poll(50, { scheduler, monitor: {} }));
    const subscription = polled.subscribe(() => times.push(scheduler.now()));

    scheduler.advanceTo(120);
    expect(times).toEqual([0, 50, 100]);
    expect(scheduler.timers).toBe(1);
    subscription.unsubscribe();
    expect(scheduler.timers).toBe(0);
  });

  it(
    'should ask when next after an error, with it',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('  -a#          ', undefined, 'oops');
      const sourceSubs = ['                    ^-!          ', '                    -----^-!     '];
      const unsub = '        --------!    ';
      const expected = '     -a----a--    ';

      const asked: unknown[] = [];
      const due = (last: object) => (asked.push({ ...last }), 3);
      expectObservable(source.pipe(poll(due)), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      flush();
      expect(asked).toEqual([
        expect.objectContaining({ error: 'oops' }),
        expect.objectContaining({ error: 'oops' }),
      ]);
    }),
  );

  it(
    'should pass an error on where a number of milliseconds is all it has',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a#  ');
      const sourceSubs = '   ^-!  ';
      const expected = '     -a#  ';

      expectObservable(source.pipe(poll(3))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be silent with a source that is',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -----');
      const sourceSubs = '   ^---!';
      const unsub = '        ----!';
      const expected = '     -----';

      expectObservable(source.pipe(poll(3)), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should stop its timer when unsubscribed early (4.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a|        ');
      const sourceSubs = '   ^-!        ';
      const unsub = '        ----!      ';
      const expected = '     -a--------';

      expectObservable(source.pipe(poll(3)), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should unsubscribe its source when unsubscribed early (4.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a----b|  ');
      const sourceSubs = '   ^---!     ';
      const unsub = '        ----!     ';
      const expected = '     -a--------';

      expectObservable(source.pipe(poll(3)), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should pass on what its function throws',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a|  ');
      const sourceSubs = '   ^-!  ';
      const expected = '     -a#  ';

      const due = (): number => {
        throw 'error';
      };
      expectObservable(source.pipe(poll(due))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should start from nothing in each subscription, any number of them at once',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -(a|)        ');
      const sourceSubs = [
        '                    ^!           ',
        '                    --^!         ',
        '                    -----^!      ',
        '                    -------^!    ',
      ];
      const first = '        --------!    ';
      const expected = '     -a----a--    ';
      const second = '       --^------!   ';
      const later = '        ---a----a    ';

      const polled = source.pipe(poll(4));
      expectObservable(polled, first).toBe(expected);
      expectObservable(polled, second).toBe(later);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it('should read a synchronous source to its end, as its values take their turns after the start (2.1)', () => {
    const effects: number[] = [];
    const values: number[] = [];
    const source = concat(...[1, 2, 3].map((n) => defer(() => (effects.push(n), of(n)))));
    source
      .pipe(
        poll(0),
        takeWhile((n) => n !== 2),
      )
      .subscribe((n) => values.push(n));

    expect(effects).toEqual([1, 2, 3]);
    expect(values).toEqual([1]);
  });

  it('should stop a synchronous source as what it causes unsubscribes (4.3)', () => {
    const effects: number[] = [];
    const stop = new Subject<string>();
    const source = concat(...[1, 2, 3].map((n) => defer(() => (effects.push(n), of(n)))));
    source
      .pipe(
        tap((n) => n === 2 && stop.next('now')),
        poll(0),
        takeUntil(stop),
      )
      .subscribe();

    expect(effects).toEqual([1, 2]);
  });

  it('should stop polling a synchronous source with 0 when unsubscribed (2.5)', () => {
    let subscriptions = 0;
    const values: number[] = [];
    defer(() => of((subscriptions += 1)))
      .pipe(
        poll(0),
        takeWhile((n) => n < 5, true),
      )
      .subscribe((n) => values.push(n));

    expect(values).toEqual([1, 2, 3, 4, 5]);
    expect(subscriptions).toBe(5);
  });

  it.each<[string, unknown, new (message: string) => Error]>([
    ['NaN', NaN, RangeError],
    ['a negative number', -1, RangeError],
    ['a string', '5', TypeError],
    ['undefined', undefined, TypeError],
  ])('should refuse a bad due, given or returned: %s (1.9)', (_, due, errorClass) => {
    const errors: unknown[] = [];
    of(1)
      .pipe(poll(() => due as number))
      .subscribe({ error: (error) => errors.push(error) });

    expect(errors).toEqual([expect.any(errorClass)]);
    expect(() => of(1).pipe(poll(due as number))).toThrow(errorClass);
  });

  it.each<[string, unknown, string]>([
    ['a Date', new Date(0), `${new Date(0)} (object)`],
    ['an invalid Date', new Date(NaN), 'Invalid Date (object)'],
    ['null', null, 'null (null)'],
    ['an object', { due: 1 }, 'an Object (object)'],
  ])('should refuse what is neither a number nor a function: %s (4.8)', (_, due, got) => {
    expect(() => poll(due as number)).toThrow(
      new TypeError(`smartPoll: poll got ${got}: it takes milliseconds, or a function that returns a due`),
    );
  });

  it(
    'should take a configuration of a class, with what its prototype has (4.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const pause = hot('  -t--f---', { t: true, f: false });
      const source = cold('a|');
      const unsub = '      -------!';
      const expected = '   a---a-a-';
      class Paused {
        // eslint-disable-next-line rxjs-x/no-exposed-subjects -- It is what is tested.
        get pause() {
          return pause;
        }
      }
      expectObservable(source.pipe(poll(1, new Paused())), unsub).toBe(expected);
    }),
  );
});
