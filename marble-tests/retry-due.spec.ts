import { describe, expect, it } from '@jest/globals';
import { concat, ignoreElements, of, timer, type Observable } from 'rxjs';
import { backoff, smartPoll, type Task } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('retryDue', () => {
  type Work = Task<'work', string, string>;
  const retried = (source: Observable<string> | (() => Observable<string>), options: Partial<Work>) =>
    smartPoll({
      tasks: {
        work: {
          startDue: 0,
          project: () => (typeof source === 'function' ? source() : source),
          next: (v: string) => [v],
          ...options,
        },
      },
    });

  it(
    'should schedule the key anew after a failure, which does not end the run: milliseconds (5.13)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -#');
      const sourceSubs1 = '  ^!';
      const sourceSubs2 = '  ----^!';
      const sourceSubs3 = '  --------^!';
      const unsub = '        ----------!';
      const expected = '     -----------';
      expectObservable(retried(source, { retryDue: 3 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe([sourceSubs1, sourceSubs2, sourceSubs3]);
    }),
  );

  it(
    'should call a function with the failures since the last value, and the error (5.13, 4.9)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const works = [cold('  -#'), cold('-#'), cold('v|'), cold('-#')];
      const sourceSubs = [
        '                    ^!',
        '                    ---^!',
        '                    --------^!',
        '                    ----------^!',
      ];
      const unsub = '        ------------!';
      const expected = '     --------v----';
      const seen: unknown[] = [];
      const retryDue = (failures: number, error: unknown) => (seen.push([failures, error]), failures * 2);
      const [...all] = works;
      expectObservable(
        retried(() => works.shift()!, { retryDue, repeatDue: 1 }),
        unsub,
      ).toBe(expected);
      all.forEach((work, i) => expectSubscriptions(work.subscriptions).toBe(sourceSubs[i]!));
      flush();
      expect(seen).toEqual([
        [1, 'error'],
        [2, 'error'],
        [1, 'error'],
      ]);
    }),
  );

  it(
    'should take what backoff() returns as it is (5.13)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -#');
      const sourceSubs1 = '  ^!';
      const sourceSubs2 = '  ---^!';
      const sourceSubs3 = '  --------^!';
      const sourceSubs4 = '  --------------^!';
      const unsub = '        ----------------!';
      const expected = '     -----------------';
      const retryDue = backoff({ initial: 2, max: 5, jitter: 'none' });
      expectObservable(retried(source, { retryDue }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe([sourceSubs1, sourceSubs2, sourceSubs3, sourceSubs4]);
    }),
  );

  it(
    'should let the error handler have its turn before, and count from its end (5.13)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('  -#');
      const sourceSubs1 = '  ^!';
      const sourceSubs2 = '  -----^!';
      const unsub = '        -------!';
      const expected = '     -e----e-';
      const order: string[] = [];
      const error: Work['error'] = (_, loop) => {
        order.push(`handler ${loop.failures}`);
        return concat(of('e'), timer(2).pipe(ignoreElements()));
      };
      const retryDue = (failures: number) => (order.push(`retryDue ${failures}`), 2);
      expectObservable(retried(source, { error, retryDue }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe([sourceSubs1, sourceSubs2]);
      flush();
      expect(order).toEqual(['handler 1', 'retryDue 1', 'handler 2']);
    }),
  );

  it(
    'should give up with null: as if there were none (5.13, 4.2, 1.10)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -#');
      const unhandled = '    -#';
      const handled = '      -(e|)';
      const unsub = '        -------!';
      const repeated = '     -e----e-';
      const retryDue = () => null;
      const error = () => ['e'];
      expectObservable(retried(source, { retryDue })).toBe(unhandled);
      expectObservable(retried(source, { retryDue, repeatDue: 4 })).toBe(unhandled);
      expectObservable(retried(source, { retryDue, error })).toBe(handled);
      expectObservable(retried(source, { retryDue, error, repeatDue: 4 }), unsub).toBe(repeated);
    }),
  );

  it(
    'should give up as late as its function says so (5.13)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -#');
      const expected = '     -----#'; // Fails at 1, 3 and 5.
      const retryDue = (failures: number) => (failures < 3 ? 1 : null);
      expectObservable(retried(source, { retryDue })).toBe(expected);
    }),
  );

  it(
    'should yield to a call that sets or clears the schedule (5.13)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const set = cold('      -#');
      const setSubs1 = '      ^!';
      const setSubs2 = '      ------^!';
      const unsub = '         --------!';
      const scheduled = '     -e-----e-';
      const cleared = cold('  -#');
      const clearedSubs = '   ^!';
      const unscheduled = '   -(e|)';
      expectObservable(
        retried(set, { retryDue: 1, error: (_, loop) => (loop.schedule('work', 5), ['e']) }),
        unsub,
      ).toBe(scheduled);
      expectSubscriptions(set.subscriptions).toBe([setSubs1, setSubs2]);
      expectObservable(
        retried(cleared, { retryDue: 1, error: (_, loop) => (loop.unschedule('work'), ['e']) }),
      ).toBe(unscheduled);
      expectSubscriptions(cleared.subscriptions).toBe(clearedSubs);
    }),
  );

  it(
    'should leave it to repeatDue after a success, and decide instead of it after a failure (5.13, 1.10)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const works = [cold('  -v|'), cold('-#'), cold('-v|')];
      const sourceSubs = [
        '                    ^-!',
        '                    ------^!',
        '                    ---------^-!',
      ];
      const unsub = '        ------------!';
      const expected = '     -v--------v--';
      const [...all] = works;
      expectObservable(
        retried(() => works.shift()!, { retryDue: 2, repeatDue: 4 }),
        unsub,
      ).toBe(expected);
      all.forEach((work, i) => expectSubscriptions(work.subscriptions).toBe(sourceSubs[i]!));
    }),
  );

  it(
    'should end the run with the error of a function that throws, or returns no due (5.13, 1.9)',
    marbles(({ cold, expectObservable, flush }) => {
      const source = cold('  -#');
      const errors: unknown[] = [];
      const boom = new Error('boom');
      const throwing = () => {
        throw boom;
      };
      const bad: (() => unknown)[] = [throwing, () => -1, () => NaN, () => 'soon', () => undefined];
      for (const retryDue of bad)
        for (const options of [{}, { error: () => undefined }])
          retried(source, { ...options, retryDue: retryDue as () => number }).subscribe({
            error: (error: unknown) => errors.push(error),
          });
      const ended = '        -|';
      expectObservable(cold(ended)).toBe(ended);
      flush();
      expect(errors).toHaveLength(10);
      expect(errors.slice(0, 2)).toEqual([boom, boom]);
      expect(errors.slice(2, 6).every((error) => error instanceof RangeError)).toBe(true);
      expect(errors.slice(6).every((error) => error instanceof TypeError)).toBe(true);
      for (const error of errors.slice(2)) expect(String(error)).toContain('retryDue of "work"');
    }),
  );
});

describe('startFailures', () => {
  it(
    'should be what failures counts on from, until the first value, in each run (5.17)',
    marbles(({ cold, expectObservable, flush }) => {
      const outcomes = ['-#', '-#', '-v|', '-#'];
      const expected = '  -----v-|';
      const seen: number[] = [];
      let starts = 0;
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            startFailures: 3,
            project: () => cold(outcomes[starts++ % 4]!),
            next: (v) => [v],
            complete: (loop) => loop.schedule('work', 0),
            error: (_, loop) => {
              seen.push(loop.failures);
            },
            retryDue: (failures) => (failures > 1 ? 1 : null),
          },
        },
      });
      const again = '     -----------^';
      const twice = '     ----------------v-|';
      expectObservable(source$).toBe(expected);
      expectObservable(source$, again).toBe(twice);
      flush();
      expect(seen).toEqual([4, 5, 1, 4, 5, 1]);
    }),
  );

  it(
    'should be 0 by default, and hold for an added key (5.17, 5.6)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -#');
      const expected = '     -(ab|)';
      const task: Task<string, string, string> = {
        startDue: 0,
        project: () => source,
        error: (_, loop) => [String(loop.failures)],
      };
      const source$ = smartPoll({
        entries: [['a', task]] as [string, typeof task][],
        onRun: (loop) => loop.add('b', { ...task, startFailures: 7 }),
      });
      expectObservable(source$).toBe(expected, { a: '1', b: '8' });
    }),
  );
});
