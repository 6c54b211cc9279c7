import { describe, it } from '@jest/globals';
import { map, of, Subject, timer } from 'rxjs';
import { smartPoll, type TaskContext } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('priority', () => {
  it(
    'should start the higher priority first among keys that are ready together, 0 by default (5.4, 2.4)',
    marbles(({ expectObservable }) => {
      const expected = '(hdl|)';
      const project = ({ key }: TaskContext) => of(key[0]);
      const next = (v: string) => [v];
      const source$ = smartPoll({
        tasks: {
          low: { startDue: 0, priority: -1, project, next },
          default: { startDue: 0, project, next },
          high: { startDue: 0, priority: 0.5, project, next },
        },
      });
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should start equal priorities by due time, and equal due times by order of becoming ready (5.4, 2.4)',
    marbles(({ hot, expectObservable }) => {
      const slow = hot('  -s|');
      const starts = '    ------(zxyw)';
      const expected = '  ------|';
      const starts$ = new Subject<string>();
      const project = ({ key }: TaskContext) => {
        starts$.next(key);
        return of(key);
      };
      const source$ = smartPoll({
        tasks: { w: { project }, x: { project }, y: { project }, z: { project } },
        hooks: {
          slow: {
            source: slow,
            next: (_, loop) => {
              loop.schedule('w', 4);
              loop.schedule('x', 2);
              loop.schedule('y', 2);
              loop.schedule('z', new Date(0));
              return timer(5).pipe(map(() => undefined));
            },
          },
        },
      });
      expectObservable(starts$).toBe(starts);
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should hold priority above due time: a late key of high priority starts before an early one (5.4, 2.4)',
    marbles(({ hot, expectObservable }) => {
      const slow = hot('  -s|');
      const starts = '    ------(ba)';
      const expected = '  ------|';
      const starts$ = new Subject<string>();
      const project = ({ key }: TaskContext) => {
        starts$.next(key);
        return of(key);
      };
      const source$ = smartPoll({
        tasks: { a: { project, priority: 1 }, b: { project, priority: 2 } },
        hooks: {
          slow: {
            source: slow,
            next: (_, loop) => {
              loop.schedule('a', new Date(0));
              loop.schedule('b', 4);
              return timer(5).pipe(map(() => undefined));
            },
          },
        },
      });
      expectObservable(starts$).toBe(starts);
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should not let a high priority interrupt or overtake turns (5.4, 3.1)',
    marbles(({ cold, expectObservable }) => {
      const low = cold('   l|');
      const high = cold('  h|');
      const expected = '   ----l---(h|)';
      const next = (v: string) => timer(4).pipe(map(() => v));
      const source$ = smartPoll({
        tasks: {
          low: { startDue: 0, project: () => low, next },
          high: { startDue: 1, priority: 9, project: () => high, next },
        },
      });
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should serve a key of low priority as soon as nothing higher is ready (5.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const high = cold('  -h|');
      const low = cold('   -l|');
      const highSubs1 = '  ^-!';
      const highSubs2 = '  ---^-!';
      const lowSubs = '    -----^-!';
      const expected = '   -h--h-l|';
      const source$ = smartPoll({
        tasks: {
          high: { startDue: 0, repeatDue: 1, priority: 1, project: () => high, next: (v) => [v] },
          low: { startDue: 4, project: () => low, next: (v) => [v] },
        },
        concurrent: 1,
        drain: timer(6),
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(high.subscriptions).toBe([highSubs1, highSubs2]);
      expectSubscriptions(low.subscriptions).toBe(lowSubs);
    }),
  );
});
