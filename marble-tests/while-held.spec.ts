import { describe, expect, it } from '@jest/globals';
import {
  asyncScheduler,
  concat,
  delay,
  finalize,
  NEVER,
  type Observable,
  of,
  Subject,
  takeUntil,
} from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { type Held, whileHeld } from '../lib/lease/index.js';
import { marbles } from '../spec/support/marbles.js';

const released = new Subject<void>();
const holding = (token: number): Held => ({
  token,
  isHeld: () => true,
  scheduler: asyncScheduler,
  release: () => released.next(),
});
const leases = { u: undefined, a: holding(1), b: holding(2) };
/** The answer to a release takes 2 frames. */
const answered = <T>(lease$: Observable<T>) => lease$.pipe(takeUntil(released.pipe(delay(2))));

describe('whileHeld', () => {
  it(
    'should run while the lease is held, and anew as it is held again (10.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const lease$ = hot(' u--a-------u---b-----', leases);
      const run = cold('      x--y--z--w--v--u');
      const runSubs = ['   ---^-------!', '   ---------------^-----!'];
      const unsub = '      ---------------------!';
      const expected = '   ---x--y--z-----x--y--';
      expectObservable(
        whileHeld(lease$, () => run),
        unsub,
      ).toBe(expected);
      expectSubscriptions(run.subscriptions).toBe(runSubs);
    }),
  );

  it(
    'should unsubscribe from one run before it begins the next, where the lease was lost and taken in between',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const lease$ = hot(' u-a--b---', leases);
      const first = cold('   1-1-1-1');
      const second = cold('     2-2-2');
      const firstSubs = '  --^--!';
      const secondSubs = ' -----^---!';
      const unsub = '      ---------!';
      const expected = '   --1-12-2-';
      expectObservable(
        whileHeld(lease$, ({ token }) => (token === 1 ? first : second)),
        unsub,
      ).toBe(expected);
      expectSubscriptions(first.subscriptions).toBe(firstSubs);
      expectSubscriptions(second.subscriptions).toBe(secondSubs);
    }),
  );

  it(
    'should release the lease as the run completes, and complete when that was answered',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const lease$ = hot('  u-a-------u', leases);
      const leaseSubs = '   ^------!';
      const run = cold('      x--|');
      const expected = '    --x----|';
      expectObservable(whileHeld(answered(lease$), () => run)).toBe(expected);
      expectSubscriptions(lease$.subscriptions).toBe(leaseSubs);
    }),
  );

  it(
    'should error with the run, and give the lease up',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const lease$ = hot('  u-a-------u', leases);
      const leaseSubs = '   ^----!';
      const run = cold('      x--#');
      const expected = '    --x--#';
      expectObservable(whileHeld(lease$, () => run)).toBe(expected);
      expectSubscriptions(lease$.subscriptions).toBe(leaseSubs);
    }),
  );

  it.each([
    ['run errors', '     u-a', 'x--#', ''],
    ['wait is over', '   u', '   x', '  --d'],
    ['drain errors', '   u-a', 'x--', '--#'],
  ])('should give the lease up before it is told that the %s', (_, diagram, run, notifier) =>
    marbles(({ cold, flush }) => {
      const happened: string[] = [];
      const lease$ = cold(diagram, leases).pipe(finalize(() => happened.push('released')));
      const end = () => happened.push('ended');
      const drain = notifier === '' ? NEVER : cold(notifier);
      whileHeld(lease$, () => cold(run), { drain }).subscribe({ error: end, complete: end });
      flush();
      expect(happened).toEqual(['released', 'ended']);
    })(),
  );

  it(
    'should error where project throws, or the lease errors',
    marbles(({ hot, expectObservable }) => {
      const error = new Error('no token');
      const thrower = whileHeld(hot('u-a', leases), () => {
        throw error;
      });
      expectObservable(thrower).toBe('--#', {}, error);
      expectObservable(whileHeld(hot('u-a-#', leases), () => NEVER)).toBe('----#');
    }),
  );

  it(
    'should not begin where it is unsubscribed early',
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const lease$ = hot('  u-----a', leases);
      const leaseSubs = '   ^---!';
      const unsub = '       ----!';
      const project = () => {
        throw new Error('too late');
      };
      expectObservable(whileHeld(lease$, project), unsub).toBe('-----');
      expectSubscriptions(lease$.subscriptions).toBe(leaseSubs);
    }),
  );

  describe('with drain', () => {
    it(
      'should complete at once where the lease is not held',
      marbles(({ hot, expectObservable, expectSubscriptions }) => {
        const lease$ = hot('  u--------', leases);
        const drain = hot('   -----d---');
        const leaseSubs = '   ^----!';
        const expected = '    -----|';
        expectObservable(whileHeld(lease$, () => NEVER, { drain })).toBe(expected);
        expectSubscriptions(lease$.subscriptions).toBe(leaseSubs);
      }),
    );

    it(
      'should let the run come to its end, and hold the lease until then',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const lease$ = hot('  u-a----------', leases);
        const drain = hot('   ----d--d-----');
        const run = cold('      x------y|');
        const leaseSubs = '   ^-----------!';
        const expected = '    --x------y--|';
        expectObservable(whileHeld(answered(lease$), () => run, { drain })).toBe(expected);
        expectSubscriptions(lease$.subscriptions).toBe(leaseSubs);
      }),
    );

    it.each([
      ['is lost', 'u-a-----u'],
      ['is taken with another token', 'u-a-----b'],
    ])('should complete without another run where the lease %s meanwhile', (_, diagram) =>
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const lease$ = hot(diagram, leases);
        const drain = hot('   ----d');
        const run = cold('      x------------y');
        const runSubs = '     --^-----!';
        const expected = '    --x-----|';
        expectObservable(whileHeld(lease$, () => run, { drain })).toBe(expected);
        expectSubscriptions(run.subscriptions).toBe(runSubs);
      })(),
    );

    it(
      'should not ask for the lease where the notifier emits as it is subscribed to',
      marbles(({ hot, expectObservable, expectSubscriptions }) => {
        const lease$ = hot('u-a', leases);
        expectObservable(whileHeld(lease$, () => NEVER, { drain: of(1) })).toBe('|');
        expectSubscriptions(lease$.subscriptions).toBe([]);
      }),
    );

    it(
      'should go on where the notifier completes without a value, and error where that does',
      marbles(({ cold, hot, expectObservable }) => {
        const run = cold('         x-x-x|');
        const lease$ = () => hot('u-a------', leases);
        expectObservable(whileHeld(answered(lease$()), () => run, { drain: hot('---|') })).toBe('--x-x-x--|');
        expectObservable(whileHeld(lease$(), () => run, { drain: hot('---#') })).toBe('--x#');
      }),
    );

    it(
      'should drain a loop with the same notifier, and give the lease up as that completes',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const lease$ = hot('  u-a----------', leases);
        const drain = hot('   ---------d---');
        const work = cold('     --v|');
        const leaseSubs = '   ^------------!';
        const expected = '    ----v-----v--|';
        const loop = () =>
          smartPoll({
            tasks: { work: { startDue: 0, repeatDue: 3, project: () => work, next: (v) => [v] } },
            drain,
          });
        expectObservable(whileHeld(answered(lease$), loop, { drain })).toBe(expected);
        expectSubscriptions(lease$.subscriptions).toBe(leaseSubs);
      }),
    );
  });

  it(
    'should run anew with each subscription',
    marbles(({ cold, expectObservable }) => {
      const lease$ = cold('u-a', leases);
      const twice = whileHeld(answered(lease$), () => of('x').pipe(delay(2)));
      expectObservable(concat(twice, twice)).toBe('----x-----x-|');
    }),
  );
});
