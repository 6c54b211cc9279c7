import { describe, expect, it } from '@jest/globals';
import {
  asyncScheduler,
  catchError,
  EMPTY,
  map,
  merge,
  mergeMap,
  NEVER,
  take,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import { sharedPoll, type SharedPollOptions, type TaskContext } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

/** A poll of one key, the source of which counts its subscriptions. */
const shared = <V>(
  source: Observable<V> | (() => Observable<V>),
  options: Partial<SharedPollOptions<string, V>> = {},
) =>
  sharedPoll<string, V>({
    project: () => (typeof source === 'function' ? source() : source),
    every: 4,
    ...options,
  });

/** Subscribes at a frame. */
const at = <T>(frame: number, source: Observable<T>): Observable<T> =>
  timer(frame).pipe(mergeMap(() => source));

describe('sharedPoll', () => {
  it(
    'should poll a key from the first watcher to the last, at once and then at its pace (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(' -(a|)');
      const subs = [
        '                   -^!',
        '                   ------^!',
        '                   -----------^!',
      ];
      const watched = '      -^------------!';
      const expected = '     --a----a----a--';
      const watch = shared(source);
      expectObservable(watch('k'), watched).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(subs);
    }),
  );

  it(
    'should be nothing before it is subscribed to, and nothing after (9.4)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions, flush }) => {
      const source = cold(' (a|)');
      const paused = hot<boolean>('-----');
      const pauseSubs = '   -^---!';
      const watched = '     -^---!';
      const expected = '    -a----';
      const watch = shared(source, { pause: paused });
      watch('other');
      watch.refresh('other');
      expectObservable(watch('k'), watched).toBe(expected);
      expectSubscriptions(paused.subscriptions).toBe(pauseSubs);
      flush();
      expect(watch.keys()).toEqual([]);
    }),
  );

  it(
    'should give a late watcher the last value at once, and poll no more for it (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      let run = 0;
      const source = cold('-(a|)');
      const first = '       ^------------!';
      const firstGets = '   -0----1----2--';
      const late = '        ---^---------!';
      const lateGets = '    ---0--1----2--';
      const watch = shared(source.pipe(map(() => run++)));
      expectObservable(watch('k'), first).toBe(firstGets, [0, 1, 2]);
      expectObservable(watch('k'), late).toBe(lateGets, [0, 1, 2]);
      expectSubscriptions(source.subscriptions).toBe(['^!', '-----^!', '----------^!']);
    }),
  );

  it(
    'should let a watcher join a run that goes on: single flight (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('----(a|)');
      const first = '       ^----!';
      const second = '      --^--!';
      const expected = '    ----a-';
      const watch = shared(source);
      expectObservable(watch('k'), first).toBe(expected);
      expectObservable(watch('k'), second).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe('^---!');
    }),
  );

  it(
    'should poll at the tightest pace: one that joins moves the due time forward, one that leaves moves it back (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('(a|)');
      const loose = '       ^-------------------!';
      const looseGets = '   a----a---a-------a---'; // Due again 4 after 0 at 5, and 8 after 9 at 10.
      const tight = '       -----^----!';
      const tightGets = '   -----(aa)a-';
      const subs = [
        '                   (^!)',
        '                   -----(^!)',
        '                   ---------(^!)',
        '                   -----------------(^!)',
      ];
      const watch = shared(source, { every: 8 });
      expectObservable(watch('k'), loose).toBe(looseGets);
      expectObservable(watch('k', 4), tight).toBe(tightGets);
      expectSubscriptions(source.subscriptions).toBe(subs);
    }),
  );

  it(
    'should move the pending due time to what the tighter pace leaves of it (9.4)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('(a|)');
      const loose = '       ^----------!';
      const looseGets = '   a-----a-----';
      const tight = '       --^----!';
      const tightGets = '   --a---a-';
      const watch = shared(source, { every: 9 });
      expectObservable(watch('k'), loose).toBe(looseGets);
      expectObservable(watch('k', 6), tight).toBe(tightGets);
    }),
  );

  it(
    'should not change for a looser pace that joins or leaves (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('(a|)');
      const tight = '       ^-----------!';
      const tightGets = '   a---a---a---';
      const loose = '       --^---!';
      const looseGets = '   --a-a--';
      const watch = shared(source);
      expectObservable(watch('k'), tight).toBe(tightGets);
      expectObservable(watch('k', 9), loose).toBe(looseGets);
      expectSubscriptions(source.subscriptions).toBe(['(^!)', '----(^!)', '--------(^!)']);
    }),
  );

  it(
    'should find the tightest of many paces as they leave, whatever their order (9.4)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('(a|)');
      const slow = '        ^-------------------------!';
      const first = '       ^-------!';
      const second = '      ^--------------!';
      const slowGets = '    a--a--a----a-------------a';
      const firstGets = '   a--a--a--';
      const secondGets = '  a--a--a----a----';
      const watch = shared(source, { every: 20 });
      expectObservable(watch('k', 14), slow).toBe(slowGets);
      expectObservable(watch('k', 3), first).toBe(firstGets);
      expectObservable(watch('k', 5), second).toBe(secondGets);
    }),
  );

  it(
    'should follow a pace that changes, from the end of the last run (9.4)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('(a|)');
      const pace = hot('    ^--s-------l---------x', { s: 2, l: 6, x: Infinity });
      const paceSubs = '    ^-----------------------!';
      const unsub = '       ------------------------!';
      const expected = '    a--a-a-a-a-----a---------';
      const watch = shared(source, { every: 100 });
      expectObservable(watch('k', pace), unsub).toBe(expected);
      expectSubscriptions(pace.subscriptions).toBe(paceSubs);
    }),
  );

  it(
    'should poll once where nobody has said a pace yet, and keep the last of one that completes (9.4)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('(a|)');
      const unsub = '       ----------!';
      const silent = '      a---------';
      const pace = cold('   --(p|)', { p: 3 });
      const expected = '    a--a--a--a';
      expectObservable(shared(source, { every: NEVER })('k'), unsub).toBe(silent);
      expectObservable(shared(source, { every: Infinity })('k'), unsub).toBe(silent);
      expectObservable(shared(source, { every: pace })('k'), unsub).toBe(expected);
    }),
  );

  it(
    'should tell a watcher alone of a pace that is none, or that fails (9.4)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('(a|)');
      const unsub = '       ---------!';
      const good = '        a---a---a-';
      const zero = '        a-#';
      const failing = '     a--#';
      const watch = shared(source);
      const error = new RangeError(
        'smartPoll: every of "k" (string) got 0 (number): it must be milliseconds above 0; Infinity polls once, and then only on refresh()',
      );
      expectObservable(watch('k'), unsub).toBe(good);
      expectObservable(watch('k', cold('--p', { p: 0 })), unsub).toBe(zero, undefined, error);
      expectObservable(watch('k', cold('---#'))).toBe(failing);
    }),
  );

  it(
    'should cancel the run and forget the key as the last watcher leaves (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('--(a|)');
      const first = '       ^---!     ';
      const firstGets = '   --a--     ';
      const second = '      ------^!  ';
      const secondGets = '  --------  ';
      const signals: AbortSignal[] = [];
      const watch = sharedPoll({
        project: ({ signal }: TaskContext<string>) => (signals.push(signal), source),
        every: 4,
      });
      expectObservable(watch('k'), first).toBe(firstGets);
      expectObservable(watch('k'), second).toBe(secondGets);
      expectSubscriptions(source.subscriptions).toBe(['^-!', '------^!']);
      flush();
      expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
      expect(watch.keys()).toEqual([]);
    }),
  );

  it(
    'should keep a key for keepFor: who comes back gets the value at once, and the next one when it is due (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('(a|)');
      const first = '       ^-!              ';
      const firstGets = '   a--              ';
      const soon = '        ---^----!        ';
      const soonGets = '    ---aa---        ';
      const late = '        ------------^!   ';
      const lateGets = '    ------------(aa) ';
      const after = '       ---------------------^!';
      const afterGets = '   ---------------------a';
      const watch = shared(source, { keepFor: 6 });
      expectObservable(watch('k'), first).toBe(firstGets);
      expectObservable(watch('k'), soon).toBe(soonGets);
      expectObservable(watch('k'), late).toBe(lateGets);
      expectObservable(watch('k'), after).toBe(afterGets);
      expectSubscriptions(source.subscriptions).toBe([
        '                   (^!)',
        '                   ----(^!)',
        '                   ------------(^!)',
        '                   ---------------------(^!)',
      ]);
    }),
  );

  it(
    'should let a run go on while its key is kept, poll no more, and cancel it as that is over (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('---(a|)');
      const watched = '     ^!           ';
      const back = '        -------^!    ';
      const backGets = '    -------a     ';
      const slow = cold('   ---------(a|)');
      const slowSubs = '    ^----!';
      const watch = shared(source, { keepFor: 10 });
      expectObservable(watch('k'), watched).toBe('');
      expectObservable(watch('k'), back).toBe(backGets);
      expectSubscriptions(source.subscriptions).toBe(['^--!', '-------^--!']);
      expectObservable(shared(slow, { keepFor: 4 })('k'), watched).toBe('');
      expectSubscriptions(slow.subscriptions).toBe(slowSubs);
    }),
  );

  it(
    'should keep each key for its own time, with those that come back in between (9.4)',
    marbles(({ cold, expectObservable, flush }) => {
      const source = cold('(a|)');
      const watch = shared(source, { keepFor: 5 });
      const kept: string[] = [];
      expectObservable(watch('a'), '^!').toBe('a');
      expectObservable(watch('b'), '^-!').toBe('a');
      expectObservable(watch('a'), '---^!').toBe('---a');
      expectObservable(watch('c'), '^--!').toBe('a');
      for (const frame of [2, 5, 7, 8, 9, 10])
        timer(frame).subscribe(() =>
          timer(0).subscribe(() => kept.push(`${frame} ${watch.keys().join('')}`)),
        );
      flush();
      expect(kept).toEqual(['2 abc', '5 abc', '7 ac', '8 a', '9 ', '10 ']);
    }),
  );

  it(
    'should keep a key from when its last watcher has left, however short that one stayed (9.4)',
    marbles(({ cold, expectObservable, flush }) => {
      const kept: string[] = [];
      const watch = shared(cold('(a|)'), { every: 50, keepFor: 4 });
      expectObservable(watch('k').pipe(take(1))).toBe('(a|)');
      expectObservable(at(3, watch('k').pipe(take(1)))).toBe('---(a|)');
      for (const frame of [6, 8]) timer(frame).subscribe(() => kept.push(`${frame} ${watch.keys()}`));
      flush();
      expect(kept).toEqual(['6 k', '8 ']);
    }),
  );

  it(
    'should keep the value of a key that failed while nobody watched, if it is to be tried again (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const runs = [cold('(a|)'), cold('--#'), cold('(b|)')];
      const subs = [' (^!)', '----^-!', '-----------(^!)'];
      const first = '       ^----!';
      const firstGets = '   a-----';
      const then = '        --------^---!';
      const thenGets = '    --------a--b-';
      const [...all] = runs;
      const watch = shared(() => runs.shift()!, { keepFor: 50, retryDue: 5 });
      expectObservable(watch('k'), first).toBe(firstGets);
      expectObservable(watch('k'), then).toBe(thenGets);
      all.forEach((run, i) => expectSubscriptions(run.subscriptions).toBe(subs[i]!));
    }),
  );

  it(
    'should give an error to every watcher, and begin anew for the next (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const runs = [cold('(a|)'), cold('-#'), cold('--(b|)')];
      const subs = [' (^!)', '----^!', '-------^-!'];
      const one = '         a----#      ';
      const two = '         --a--#      ';
      const next = '        -------^---!';
      const nextGets = '    ---------b--';
      const [...all] = runs;
      const watch = shared(() => runs.shift()!, { keepFor: 100 });
      expectObservable(watch('k')).toBe(one);
      expectObservable(at(2, watch('k'))).toBe(two);
      expectObservable(watch('k'), next).toBe(nextGets);
      all.forEach((run, i) => expectSubscriptions(run.subscriptions).toBe(subs[i]!));
    }),
  );

  it(
    'should try again as retryDue says, which no watcher sees, nor makes sooner (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const runs = [cold('(a|)'), cold('-#'), cold('-#'), cold('(b|)')];
      const subs = [' (^!)', '----^!', '----------^!', '-----------------(^!)'];
      const one = '         ^-----------------!';
      const oneGets = '     a----------------b-';
      const tight = '       ------^-----------!';
      const tightGets = '   ------a----------b-';
      const failures: unknown[] = [];
      const [...all] = runs;
      const watch = shared(() => runs.shift()!, {
        retryDue: (count, error) => (failures.push([count, error]), 4 + count),
      });
      expectObservable(watch('k'), one).toBe(oneGets);
      expectObservable(watch('k', 2), tight).toBe(tightGets);
      all.slice(0, 3).forEach((run, i) => expectSubscriptions(run.subscriptions).toBe(subs[i]!));
      flush();
      expect(failures).toEqual([
        [1, 'error'],
        [2, 'error'],
      ]);
    }),
  );

  it(
    'should give up where retryDue does, or is wrong, for this key alone (9.4)',
    marbles(({ cold, expectObservable }) => {
      const good = cold('   (a|)');
      const bad = cold('    -#');
      const unsub = '       ---------!';
      const goodGets = '    a---a---a-';
      const gaveUp = '      ----#';
      const watch = sharedPoll({
        project: ({ key }: TaskContext<string>) => (key === 'good' ? good : bad),
        every: 4,
        retryDue: (failures) => (failures < 2 ? 2 : null),
      });
      expectObservable(watch('good'), unsub).toBe(goodGets);
      expectObservable(watch('bad')).toBe(gaveUp);
      const throwing = () => {
        throw 'thrown';
      };
      expectObservable(shared(bad, { retryDue: throwing })('k')).toBe('-#', undefined, 'thrown');
      expectObservable(shared(bad, { retryDue: () => -1 })('k')).toBe(
        '-#',
        undefined,
        new RangeError(
          'smartPoll: retryDue of "k" (string) got -1 (number): a due is a number of milliseconds from now, finite and not negative, or a valid Date; to clear a schedule, use unschedule()',
        ),
      );
    }),
  );

  it(
    'should count failures anew for a watcher that tries again by itself (9.4)',
    marbles(({ cold, expectObservable, flush }) => {
      const bad = cold('    -#');
      const unsub = '       ------------!';
      const failures: number[] = [];
      const watch = shared(bad, {
        keepFor: 100,
        retryDue: (count) => (failures.push(count), count < 2 ? 1 : null),
      });
      // `retry({ delay: 2 })`, which the oldest RxJS does not have.
      const retried = watch('k').pipe(catchError((_, again) => timer(2).pipe(mergeMap(() => again))));
      expectObservable(retried, unsub).toBe('');
      flush();
      expect(failures).toEqual([1, 2, 1, 2, 1]);
    }),
  );

  it(
    'should refresh: run now, and emit what that run yields; polling goes on from its end (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-(a|)');
      const watched = '     ^------------!';
      const watchedGets = ' -a--a----a----';
      const refresh = '     ---^';
      const refreshed = '   ----(a|)';
      const watch = shared(source);
      expectObservable(watch('k'), watched).toBe(watchedGets);
      expectObservable(watch.refresh('k'), refresh).toBe(refreshed);
      expectSubscriptions(source.subscriptions).toBe(['^!', '---^!', '--------^!']);
    }),
  );

  it(
    'should join the run that goes on as it refreshes, and get what that has yielded last (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('a--b--|');
      const watched = '     ^-------!';
      const watchedGets = ' a--b-----';
      const refresh = '     -^';
      const refreshed = '   -a-b--|';
      const late = '        ----^';
      const lateGets = '    ----b-|';
      const watch = shared(source);
      expectObservable(watch('k'), watched).toBe(watchedGets);
      expectObservable(watch.refresh('k'), refresh).toBe(refreshed);
      expectObservable(watch.refresh('k'), late).toBe(lateGets);
      expectSubscriptions(source.subscriptions).toBe('^-----!');
    }),
  );

  it(
    'should refresh as soon as the key may start: after minInterval, or a pause (9.4)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('(a|)');
      const watched = '     ^---------!';
      const held = '        a-----a----';
      const paused = '      a---a------';
      const refresh = '     --^';
      const refreshed = '   ------(a|)';
      const minInterval = shared(source, { every: 50, minInterval: 6 });
      expectObservable(minInterval('k'), watched).toBe(held);
      expectObservable(minInterval.refresh('k'), refresh).toBe(refreshed);
      const pause = hot('   -t--f', { t: true, f: false });
      const pausing = shared(source, { every: 50, pause });
      expectObservable(pausing('k'), watched).toBe(paused);
      expectObservable(pausing.refresh('k'), refresh).toBe('----(a|)');
    }),
  );

  it(
    'should run a key once that nobody watches as it is refreshed, and cancel it with its last refresher (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('---(a|)');
      const refresh = '     ^';
      const refreshed = '   ---(a|)';
      const left = cold('   ---(a|)');
      const watch = shared(source);
      const leave = shared(left);
      expectObservable(watch.refresh('k'), refresh).toBe(refreshed);
      expectSubscriptions(source.subscriptions).toBe('^--!');
      expectObservable(leave.refresh('k'), '^-!').toBe('');
      expectSubscriptions(left.subscriptions).toBe('^-!');
      flush();
      expect([...watch.keys(), ...leave.keys()]).toEqual([]);
    }),
  );

  it(
    'should tell who refreshes of an error, and the watchers only where nothing is tried again (9.4)',
    marbles(({ cold, expectObservable }) => {
      const runs = [cold('(a|)'), cold('-#'), cold('(b|)')];
      const watched = '     ^------!';
      const watchedGets = ' a-----b-';
      const refresh = '     --^';
      const refreshed = '   ---#';
      const watch = shared(() => runs.shift()!, { every: 50, retryDue: 3 });
      expectObservable(watch('k'), watched).toBe(watchedGets);
      expectObservable(watch.refresh('k'), refresh).toBe(refreshed);
      const alone = shared(cold('-#'), { retryDue: 3 });
      expectObservable(alone.refresh('k'), '^').toBe('-#');
    }),
  );

  it(
    'should tell keys apart that are objects by identity, or by keyOf (9.4)',
    marbles(({ cold, expectObservable, flush }) => {
      const unsub = '       ---!';
      const seen: unknown[] = [];
      type Place = { readonly id: number };
      const project = ({ key }: TaskContext<Place>) => (seen.push(key), cold('-(a|)'));
      const [one, other] = [{ id: 1 }, { id: 1 }];
      const byIdentity = sharedPoll({ project, every: 9 });
      const byId = sharedPoll({ project, every: 9, keyOf: ({ id }) => id });
      for (const watch of [byIdentity, byId])
        for (const key of [one, other]) expectObservable(watch(key), unsub).toBe('-a-');
      flush();
      expect(seen).toEqual([one, other, one]);
      expect(seen[2]).toBe(one);
    }),
  );

  it(
    'should tell a watcher of a keyOf that throws (9.4)',
    marbles(({ cold, expectObservable }) => {
      const watch = shared(cold('(a|)'), {
        keyOf: (key) => {
          if (key === 'bad') throw 'no id';
          return key;
        },
      });
      expectObservable(watch('bad')).toBe('#', undefined, 'no id');
      expectObservable(watch.refresh('bad')).toBe('#', undefined, 'no id');
      expectObservable(watch.state('bad')).toBe('#', undefined, 'no id');
      expectObservable(watch('good'), '--!').toBe('a-');
    }),
  );

  it(
    'should serve the others when a watcher leaves inside its own next, or is the last (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-(a|)');
      const watch = shared(source);
      expectObservable(watch('k').pipe(take(1))).toBe('-(a|)');
      expectObservable(watch('k').pipe(take(1))).toBe('-(a|)');
      expectObservable(at(9, watch('k')), '----------------!').toBe('----------a----a-');
      expectObservable(at(11, watch('k').pipe(take(1)))).toBe('-----------(a|)');
      expectSubscriptions(source.subscriptions).toBe(['^!', '---------^!', '--------------^!']);
    }),
  );

  it(
    'should take who comes and goes inside the next of another watcher (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-(a|)');
      const watch = shared(source);
      const unsub = '       -----------!';
      const outer = '       -a---------';
      const inner = '       -a--a--a--a'; //    The value at once, then 2 after each run.
      const other = '       --a----a---';
      const runs = ['^!', '-^!', '---^!', '------^!', '------^!', '---------^!'];
      const begun = watch('k').pipe(take(1));
      const then = (more: () => Observable<string>) => begun.pipe(mergeMap(more));
      expectObservable(merge(begun, NEVER), unsub).toBe(outer);
      expectObservable(
        then(() => watch('k', 2)),
        unsub,
      ).toBe(inner);
      expectObservable(
        then(() => watch('other')),
        unsub,
      ).toBe(other);
      expectSubscriptions(source.subscriptions).toBe(runs);
    }),
  );

  it(
    'should poll after a run without a value, and pass on every value of a run (9.4)',
    marbles(({ cold, expectObservable }) => {
      const runs = [cold('-|'), cold('a-b|'), cold('c')];
      const watch = shared(() => runs.shift()!);
      expectObservable(watch('k'), '-----------------!').toBe('-----a-b----c----');
    }),
  );

  it(
    'should fail the watchers of a run that takes longer than timeout, as the task does (9.4, 5.12)',
    marbles(({ expectObservable, flush }) => {
      const errors: unknown[] = [];
      const watch = shared(() => NEVER, { timeout: 3 });
      expectObservable(
        watch('k').pipe(
          tap({ error: ({ name }) => errors.push(name) }),
          catchError(() => EMPTY),
        ),
      ).toBe('---|');
      flush();
      expect(errors).toEqual(['TimeoutError']);
    }),
  );

  it(
    'should limit all keys together by concurrent (9.4, 5.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('--(a|)');
      const unsub = '       -----!';
      const watch = shared(source, { concurrent: 1 });
      expectObservable(watch('a'), unsub).toBe('--a--');
      expectObservable(watch('b'), unsub).toBe('----a');
      expectSubscriptions(source.subscriptions).toBe(['^-!', '--^-!']);
    }),
  );

  it(
    'should share a quota among its keys (9.4, 5.15)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('(a|)');
      const unsub = '       -----!';
      const watch = shared(source, { limits: { host: { rate: { starts: 1, per: 3 } } }, limit: 'host' });
      expectObservable(watch('a'), unsub).toBe('a----');
      expectObservable(watch('b'), unsub).toBe('---a-');
      expectSubscriptions(source.subscriptions).toBe(['(^!)', '---(^!)']);
    }),
  );

  it(
    'should give every watcher what the loop beneath fails with, and begin again for the next (9.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-(a|)');
      const pause = cold<boolean>('---#');
      const watch = shared(source, { pause });
      expectObservable(watch('a')).toBe('-a-#');
      expectObservable(watch('b')).toBe('-a-#');
      expectObservable(watch.refresh('c'), '--^').toBe('---#');
      expectObservable(watch('a'), '-----^--!').toBe('------a-');
      expectSubscriptions(pause.subscriptions).toBe(['^--!', '-----^--!']);
    }),
  );

  it(
    'should tell the state of a key to who does not watch it (9.4)',
    marbles(({ cold, expectObservable, flush }) => {
      const runs = [cold('-(a|)'), cold('-#'), cold('-(b|)')];
      const watched = '    --^-----------!';
      const expected = '   ---a--------b--';
      const watch = shared(() => runs.shift()!, { retryDue: 3 });
      const told: unknown[] = [];
      const state$ = watch.state('k').pipe(
        map(({ value, error, failures, loading, due }) => [value, error, failures, loading, due?.getTime()]),
        tap((state) => told.push([asyncScheduler.now(), ...state])),
        mergeMap(() => EMPTY),
      );
      expectObservable(state$).toBe('');
      expectObservable(watch('k'), watched).toBe(expected);
      flush();
      expect(told).toEqual([
        // at, value, error, failures, loading, due
        [0, undefined, undefined, 0, false, undefined],
        [2, undefined, undefined, 0, false, 2],
        [2, undefined, undefined, 0, true, undefined],
        [3, 'a', undefined, 0, true, undefined],
        [3, 'a', undefined, 0, false, 7],
        [7, 'a', undefined, 0, true, undefined],
        [8, 'a', 'error', 1, false, 11],
        [11, 'a', 'error', 1, true, undefined],
        [12, 'b', undefined, 0, true, undefined],
        [12, 'b', undefined, 0, false, 16],
        [14, undefined, undefined, 0, false, undefined],
      ]);
    }),
  );
});
