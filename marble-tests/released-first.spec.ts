import { describe, expect, it } from '@jest/globals';
import {
  concat,
  finalize,
  ignoreElements,
  of,
  Observable,
  Subject,
  take,
  timer,
  type Subscriber,
} from 'rxjs';
import { poll, smartPoll, type ControlLoop, type Overlap } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

/** What is open of a kind, and a log of opening and closing. */
const opened = () => {
  const log: string[] = [];
  let open = 0;
  return {
    log,
    /** Of a source: `+` as it is subscribed to, `-` as it is torn down, each with how many are open then. */
    watched: <T>(source: Observable<T>): Observable<T> =>
      new Observable((subscriber) => {
        log.push(`+${++open}`);
        const inner = source.subscribe(subscriber);
        return () => {
          log.push(`-${--open}`);
          inner.unsubscribe();
        };
      }),
    note: (what: string) => void log.push(`${what} ${open}`),
  };
};

describe('what ends', () => {
  it(
    'should be torn down before the turn that its end causes, and before its key starts again (2.6)',
    marbles(({ cold, expectObservable, flush }) => {
      const works = [cold('-v|'), cold('-#'), cold('--|')];
      const expected = '   -v---|';
      const { log, watched, note } = opened();
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => watched(works.shift()!),
            next: (v, loop) => (note('next'), loop.schedule('work', 0), [v]),
            error: (_, loop) => (note('error'), loop.schedule('work', 0)),
            complete: () => note('complete'),
          },
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(log).toEqual([
        ...['+1', 'next 1', '-0', 'complete 0'],
        ...['+1', '-0', 'error 0'],
        ...['+1', '-0', 'complete 0'],
      ]);
    }),
  );

  it(
    'should be torn down before its slot goes to another key (2.6, 5.3)',
    marbles(({ cold, expectObservable, flush }) => {
      const works = { a: cold('-a|'), b: cold('-b#'), c: cold('-c|') };
      const expected = '        -a-b-c|';
      const { log, watched } = opened();
      const task = (key: 'a' | 'b' | 'c') => ({
        startDue: 0,
        project: () => watched(works[key]),
        next: (v: string) => [v],
        error: () => undefined,
      });
      const source$ = smartPoll({ tasks: { a: task('a'), b: task('b'), c: task('c') }, concurrent: 1 });
      expectObservable(source$).toBe(expected);
      flush();
      expect(log).toEqual(['+1', '-0', '+1', '-0', '+1', '-0']);
    }),
  );

  it.each<Overlap>(['latch', 'concat', 'exhaust', 'switch'])(
    'should be torn down before its key starts again, however it ends: %s (2.6, 5.5)',
    (overlap) => {
      marbles(({ hot, flush }) => {
        const ends: Observable<string>[] = [
          of('v'),
          // Completes while it is subscribed to, and returns its teardown after.
          new Observable((subscriber) => {
            subscriber.next('v');
            subscriber.complete();
            return () => undefined;
          }),
          new Observable((subscriber) => subscriber.error('e')),
          timer(1).pipe(ignoreElements()),
          concat(timer(1).pipe(ignoreElements()), of('v')),
          concat(
            timer(1).pipe(ignoreElements()),
            new Observable<never>((subscriber) => subscriber.error('e')),
          ),
        ];
        const ticks = hot('tttttttttttttttt|');
        const { log, watched, note } = opened();
        let starts = 0;
        smartPoll({
          tasks: {
            work: {
              overlap,
              startDue: 0,
              project: () => watched(ends[starts++ % ends.length]!),
              next: () => undefined,
              error: () => note('error'),
              complete: () => note('complete'),
            },
          },
          hooks: { ticks: { source: ticks, next: (_, loop) => loop.schedule('work', 0) } },
        }).subscribe();
        flush();
        expect(starts).toBeGreaterThan(6);
        expect(log.filter((line) => line.startsWith('+') && line !== '+1')).toEqual([]);
        expect(log.filter((line) => / [^0]/.test(line))).toEqual([]);
      })();
    },
  );

  it(
    'should be torn down first where a source completes inside its own next (2.6)',
    marbles(({ expectObservable, flush }) => {
      const expected = '-v--v--(v|)';
      const { log, watched, note } = opened();
      let source: Subscriber<string>;
      let starts = 0;
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => {
              return watched(
                new Observable<string>((subscriber) => {
                  source = subscriber;
                  return timer(1).subscribe(() => subscriber.next('v'));
                }),
              );
            },
            next: (v) => {
              source.complete();
              return [v];
            },
            complete: (loop) => {
              note('complete');
              if (++starts < 3) loop.schedule('work', 2);
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(log).toEqual(['+1', '-0', 'complete 0', '+1', '-0', 'complete 0', '+1', '-0', 'complete 0']);
    }),
  );

  it(
    'should, of what a handler returned, be torn down before the next turn begins (2.6)',
    marbles(({ hot, expectObservable, flush }) => {
      const events = hot('  (ab)c|');
      const expected = '    --a-b-(c|)';
      const { log, watched, note } = opened();
      const source$ = smartPoll({
        entries: [],
        hooks: {
          events: {
            source: events,
            next: (event) => {
              note(event);
              return watched(timer(2).pipe(ignoreElements(), (rest) => concat(rest, of(event))));
            },
            complete: () => note('complete'),
          },
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(log).toEqual([...['a 0', '+1', '-0', 'b 0', '+1', '-0'], ...['c 0', '+1', '-0', 'complete 0']]);
    }),
  );

  it(
    'should be torn down before what a timeout causes (2.6, 5.12)',
    marbles(({ expectObservable, flush }) => {
      const unsub = '     ---------!';
      const expected = '  --e-----e-';
      const { log, watched, note } = opened();
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            timeout: 2,
            retryDue: 4,
            project: () => watched(timer(9)),
            error: () => (note('error'), ['e']),
          },
        },
      });
      expectObservable(source$, unsub).toBe(expected);
      flush();
      expect(log).toEqual(['+1', '-0', 'error 0', '+1', '-0', 'error 0']);
    }),
  );

  it.each([0, 2])('should be torn down before the next round of poll(%p) (2.6)', (due) => {
    marbles(({ cold, flush }) => {
      const { log, watched } = opened();
      const work = cold('-v|');
      const subscription = watched(work).pipe(poll(due)).subscribe();
      cold('---------|').subscribe({ complete: () => subscription.unsubscribe() });
      flush();
      expect(log.length).toBeGreaterThanOrEqual(6);
      expect(log).toEqual(log.map((_, i) => (i % 2 === 0 ? '+1' : '-0')));
    })();
  });

  it.each<[Overlap, (loop: ControlLoop<'work'>) => unknown]>([
    ['switch', (loop) => loop.schedule('work', 0)],
    ['latch', (loop) => (loop.schedule('work', 0), loop.cancel('work'))],
  ])(
    'should be torn down before an event that its own teardown causes has its turn: %s (2.6)',
    (overlap, command) => {
      marbles(({ cold, expectObservable, flush }) => {
        const { log, watched } = opened();
        const works = [cold('     --|'), cold('--v|')];
        const expected = '        ----v|';
        const closing = new Subject<void>();
        const source$ = smartPoll({
          tasks: {
            work: {
              startDue: 0,
              overlap,
              // `watched` is torn down after what it watches.
              project: () => watched(works.shift()!.pipe(finalize(() => closing.next()))),
              next: (v) => [v],
            },
          },
          hooks: { closing: { source: closing.pipe(take(1)), next: (_, loop) => void command(loop) } },
        });
        expectObservable(source$).toBe(expected);
        flush();
        expect(log).toEqual(['+1', '-0', '+1', '-0']);
      })();
    },
  );
});
