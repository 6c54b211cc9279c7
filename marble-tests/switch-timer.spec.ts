import { describe, expect, it } from '@jest/globals';
import { concat, defer, of, Subject, takeUntil, tap } from 'rxjs';
import { switchTimer, type Due } from '../lib/index.js';
import { HostScheduler } from '../spec/support/host-scheduler.js';
import { marbles } from '../spec/support/marbles.js';
import { stopTheClock } from '../spec/support/stop-the-clock.js';

stopTheClock();

const indices = { 0: 0, 1: 1, 2: 2 };

describe('switchTimer', () => {
  it(
    'should tick once for each due time, and count the ticks (1.1)',
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('   -a----b---|', { a: 3, b: new Date(9) });
      const sourceSubs = '   ^---------!';
      const expected = '     ----0----1|';

      expectObservable(source.pipe(switchTimer())).toBe(expected, indices);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  // picture: switch-timer: switchTimer()  a: 5, b: 3
  it(
    'should let the latest due time replace the one before, later or sooner (1.1)',
    marbles(({ hot, expectObservable }) => {
      const source = hot('   -a-b---a--b-------|', { a: 5, b: 3 });
      const expected = '     ------0------1----|';

      expectObservable(source.pipe(switchTimer())).toBe(expected, indices);
    }),
  );

  it(
    'should clear with null, also where nothing waits (1.4)',
    marbles(({ hot, expectObservable }) => {
      const source = hot<Due | null>('n-a--n--a---|', { a: 4, n: null });
      const expected = '              ------------(0|)';

      expectObservable(source.pipe(switchTimer())).toBe(expected, indices);
    }),
  );

  it(
    'should tick at once for 0 and for a date in the past (1.2, 1.3)',
    marbles(({ hot, expectObservable }) => {
      const source = hot<Due>('---z--p-|', { z: 0, p: new Date(2) });
      const expected = '       ---0--1-|';

      expectObservable(source.pipe(switchTimer())).toBe(expected, indices);
    }),
  );

  it(
    'should wait for any length of time (6.3)',
    marbles(({ hot, expectObservable }) => {
      const source = hot('   -a|                 ', { a: 2 ** 31 + 5 });
      const expected = '     2147483654ms (0|)   ';

      expectObservable(source.pipe(switchTimer())).toBe(expected, indices);
    }),
  );

  it(
    'should wait for a timer that is pending as the source completes',
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('   -a-|       ', { a: 5 });
      const sourceSubs = '   ^--!       ';
      const expected = '     ------(0|) ';

      expectObservable(source.pipe(switchTimer())).toBe(expected, indices);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should complete with the source where no timer is pending',
    marbles(({ hot, expectObservable }) => {
      const source = hot<Due | null>('-a-n---|', { a: 5, n: null });
      const expected = '              -------|';

      expectObservable(source.pipe(switchTimer())).toBe(expected);
    }),
  );

  it(
    'should complete at once with an empty source',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<Due>('|   ');
      const sourceSubs = '      (^!)';
      const expected = '        |   ';

      expectObservable(source.pipe(switchTimer())).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should be silent with a source that is',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<Due>('-----');
      const sourceSubs = '      ^---!';
      const unsub = '           ----!';
      const expected = '        -----';

      expectObservable(source.pipe(switchTimer()), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should pass an error of the source on at once, and forget the timer (4.2)',
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('   -a-#   ', { a: 5 });
      const sourceSubs = '   ^--!   ';
      const expected = '     ---#   ';

      expectObservable(source.pipe(switchTimer())).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it.each<[string, unknown, new (message: string) => Error]>([
    ['NaN', NaN, RangeError],
    ['a negative number', -1, RangeError],
    ['an invalid date', new Date(NaN), RangeError],
    ['undefined', undefined, TypeError],
    ['a string', '5', TypeError],
  ])('should error with a bad due, and unsubscribe the source: %s (1.9)', (_, due, errorClass) =>
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot<Due>('-a-b--', { a: 5, b: due as Due });
      const sourceSubs = '     ^--!  ';
      const expected = '       ---#  ';

      expectObservable(source.pipe(switchTimer())).toBe(expected, undefined, expect.any(errorClass));
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    })(),
  );

  it(
    'should stop its timer and its source when unsubscribed early (4.3)',
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('   -a------', { a: 5 });
      const sourceSubs = '   ^--!    ';
      const unsub = '        ---!    ';
      const expected = '     --------';

      expectObservable(source.pipe(switchTimer()), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should count for each subscription by itself',
    marbles(({ cold, expectObservable }) => {
      const source = cold('  a--a-|   ', { a: 1 });
      const expected = '     -0--1|   ';
      const later = '        ---^     ';
      const laterExpected = '----0--1|';

      const ticks = source.pipe(switchTimer());
      expectObservable(ticks).toBe(expected, indices);
      expectObservable(ticks, later).toBe(laterExpected, indices);
    }),
  );

  it('should stop a synchronous source that gives a bad due (1.9)', () => {
    const effects: number[] = [];
    const errors: unknown[] = [];
    const source = concat(...[1, -2, 3].map((n) => defer(() => (effects.push(n), of(n)))));
    source.pipe(switchTimer()).subscribe({ error: (error: unknown) => errors.push(error) });

    expect(effects).toEqual([1, -2]);
    expect(errors).toEqual([expect.any(RangeError)]);
  });

  it('should stop a synchronous source as what it causes unsubscribes (4.3)', () => {
    const effects: number[] = [];
    const stop = new Subject<string>();
    const source = concat(...[1, 2, 3].map((n) => defer(() => (effects.push(n), of(n)))));
    source
      .pipe(
        tap((n) => n === 2 && stop.next('now')),
        switchTimer(),
        takeUntil(stop),
      )
      .subscribe();

    expect(effects).toEqual([1, 2]);
  });

  it('should run on the clock of its scheduler, and leave no timer there (4.3, 6.1, 6.2)', () => {
    const scheduler = new HostScheduler();
    const dues = new Subject<Due | null>();
    const ticks: number[] = [];
    const subscription = dues.pipe(switchTimer(scheduler)).subscribe(() => ticks.push(scheduler.now()));

    dues.next(50);
    dues.next(30);
    expect(scheduler.timers).toBe(1);
    scheduler.advanceTo(100);
    expect(ticks).toEqual([30]);
    expect(scheduler.timers).toBe(0);
    dues.next(50);
    dues.next(null);
    expect(scheduler.timers).toBe(0);
    dues.next(50);
    expect(scheduler.timers).toBe(1);
    subscription.unsubscribe();
    expect(scheduler.timers).toBe(0);
  });
});
