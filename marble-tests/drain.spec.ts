import { describe, expect, it } from '@jest/globals';
import { map, NEVER, of, repeat, Subject, timer } from 'rxjs';
import { smartPoll, type Explanation, type LoopEvent, type Task } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('drain', () => {
  it(
    'should clear the schedules and complete the run when nothing runs (5.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  v|');
      const workSubs1 = '  ^!';
      const workSubs2 = '  -----^!';
      const drain = hot('  -------d---');
      const drainSubs = '  ^------!';
      const unsub = '      --------------!';
      const expected = '   v----v-|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, repeatDue: 4, project: () => work, next: (v) => [v] } },
        drain,
      });
      expectObservable(source$, unsub).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
      expectSubscriptions(drain.subscriptions).toBe(drainSubs);
    }),
  );

  // picture: drain: startDue: 0, repeatDue: 1, drain
  it(
    'should let first stages that run go on, and give their values their turns (5.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  --v--w|');
      const workSubs = '   ^-----!';
      const drain = hot('  ---d------');
      const unsub = '      --------------!';
      const expected = '   --v--w(c|)';
      const source$ = smartPoll({
        tasks: {
          work: { startDue: 0, repeatDue: 1, project: () => work, next: (v) => [v], complete: () => ['c'] },
        },
        drain,
      });
      expectObservable(source$, unsub).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should give an error of a running first stage its turn, too (5.2, 4.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  ----#', undefined, new Error('late'));
      const drain = hot('  --d------');
      const expected = '   ----(e|)';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, error: (e: Error) => [e.message] } },
        drain,
      });
      expectObservable(source$).toBe(expected, { e: 'late' });
    }),
  );

  it(
    'should unsubscribe the sources; events already queued still get their turns (5.2)',
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('  -ab-c---');
      const sourceSubs = '  ^--!    ';
      const drain = hot('   ---d----');
      const expected = '    -----a---(b|)';
      const source$ = smartPoll({
        tasks: { work: { project: () => NEVER } },
        hooks: {
          source: { source, next: (v) => timer(4).pipe(map(() => v)), complete: () => ['complete'] },
        },
        drain,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should start nothing any more, not even what is ready already (5.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const held = cold('  v|');
      const drain = hot('  ----d---');
      const pause = hot('  t----f--', { t: true, f: false });
      const expected = '   ----|';
      const events$ = new Subject<LoopEvent>();
      const unscheduled = '----u';
      const source$ = smartPoll({
        tasks: { held: { startDue: 2, project: () => held, next: (v) => [v] } },
        drain,
        pause,
        monitor: { next: (event) => event.type === 'unscheduled' && events$.next(event) },
      });
      expectObservable(events$.pipe(map(() => 'u'))).toBe(unscheduled);
      expectObservable(source$).toBe(expected);
      expectSubscriptions(held.subscriptions).toBe([]);
    }),
  );

  it(
    'should start nothing for a latched or counted tick (5.2, 5.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const latch = cold('   ----a|');
      const concat = cold('  -----b|');
      const latchSubs = '    ^----!';
      const concatSubs = '   ^-----!';
      const ticks = hot('    -tt-----');
      const drain = hot('    ---d----');
      const expected = '     ----ab|';
      const source$ = smartPoll({
        tasks: {
          latch: { startDue: 0, project: () => latch, next: (v) => [v] },
          concat: { startDue: 0, overlap: 'concat', project: () => concat, next: (v) => [v] },
        },
        hooks: {
          ticks: {
            source: ticks,
            next: (_, loop) => {
              loop.schedule('latch', 0);
              loop.schedule('concat', 0);
            },
          },
        },
        drain,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(latch.subscriptions).toBe(latchSubs);
      expectSubscriptions(concat.subscriptions).toBe(concatSubs);
    }),
  );

  it(
    'should, from a handler, ignore later schedule, scheduleSooner and add, and tell the monitor (5.2)',
    marbles(({ hot, expectObservable, flush }) => {
      const stop = hot('  --d---');
      const expected = '  --(o|)';
      const added: Task<string> = { startDue: 0, project: () => of('added'), next: (v) => [v] };
      const facts: unknown[] = [];
      const ignored: unknown[] = [];
      const source$ = smartPoll({
        entries: new Map<string, Task<string, string, string>>([
          ['work', { startDue: 9, project: () => of('work'), next: (v) => [v] }],
        ]),
        hooks: {
          stop: {
            source: stop,
            next: (_, loop) => {
              loop.drain();
              loop.schedule('work', 0);
              loop.scheduleSooner('work', 5);
              loop.add('more', added);
              facts.push(loop.dueTime('work'), loop.has('more'), loop.keys(), loop.explain('work').reason);
              return ['o'];
            },
          },
        },
        monitor: { next: (event) => event.type === 'ignored' && ignored.push([event.method, event.key]) },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(facts).toEqual([undefined, false, ['work'], 'draining']);
      expect(ignored).toEqual([
        ['schedule', 'work'],
        ['scheduleSooner', 'work'],
        ['add', 'more'],
      ]);
    }),
  );

  it(
    'should do nothing the second time, from a handler as from the notifier (5.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  ------v|');
      const stop = hot('   --d----');
      const drain = hot('  ---dd--');
      const drains = '     --d----';
      const expected = '   ------v|';
      const events$ = new Subject<LoopEvent>();
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v, loop) => (loop.drain(), [v]) } },
        hooks: {
          stop: {
            source: stop,
            next: (_, loop) => {
              loop.drain();
              loop.drain();
            },
          },
        },
        drain,
        monitor: { next: (event) => event.type === 'drain' && events$.next(event) },
      });
      expectObservable(events$.pipe(map(() => 'd'))).toBe(drains);
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should reject a bad due or key while draining as ever (5.2, 1.9)',
    marbles(({ hot, expectObservable, flush }) => {
      const stop = hot('  --d---');
      const expected = '  --|';
      const thrown: string[] = [];
      const attempt = (call: () => void) => {
        try {
          call();
        } catch (error) {
          thrown.push((error as Error).name);
        }
      };
      const source$ = smartPoll({
        entries: new Map<string, Task<string>>([['work', { project: () => NEVER }]]),
        hooks: {
          stop: {
            source: stop,
            next: (_, loop) => {
              loop.drain();
              attempt(() => loop.schedule('work', NaN));
              attempt(() => loop.schedule('typo', 0));
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(thrown).toEqual(['RangeError', 'UnknownKeyError']);
    }),
  );

  it(
    'should explain every key of a draining run as draining, running ones included (5.2, 7.3)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const work = cold('  ----v|');
      const stop = hot('   --d---');
      const expected = '   -----|';
      const explained: Explanation[] = [];
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => work,
            next: (_, loop) => void explained.push(loop.explain('idle')),
          },
          idle: { startDue: 3, project: () => NEVER },
        },
        hooks: { stop: { source: stop, next: (_, loop) => loop.drain() } },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(explained.map(({ reason }) => reason)).toEqual(['draining']);
      expect(explained[0]!.message).toContain('idle');
    }),
  );

  it(
    'should end a run whose notifier emits as it is subscribed to before anything starts (5.2)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const work = cold('  v|');
      const expected = '   |';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        drain: of('now'),
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([]);
    }),
  );

  it(
    'should not be drained by a notifier that completes, nor kept alive by one that never does (5.2, 4.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const completing = hot('  --|');
      const never = hot('       ------');
      const neverSubs = '       ^----!';
      const work = cold('       v|');
      const expected = '        ----v|';
      const config = { tasks: { work: { startDue: 4, project: () => work, next: (v: string) => [v] } } };
      expectObservable(smartPoll({ ...config, drain: completing })).toBe(expected);
      expectObservable(smartPoll({ ...config, drain: never })).toBe(expected);
      expectSubscriptions(never.subscriptions).toBe(neverSubs);
    }),
  );

  it(
    'should end the run with an error of the notifier, everything torn down (5.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('   ------v|');
      const source = hot('  ---------');
      const workSubs = '    ^--!';
      const sourceSubs = '  ^--!';
      const drain = hot('   ---#');
      const expected = '    ---#';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work } },
        hooks: { source: { source } },
        drain,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should, once torn down, start afresh with the next run (5.2, 4.1)',
    marbles(({ cold, expectObservable }) => {
      const work = cold('   -v|');
      const drain = cold('  ---d');
      const unsub = '       ----------------!';
      const expected = '    -v--v-|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, repeatDue: 9, project: () => work, next: (v) => [v] } },
        drain,
      });
      expectObservable(source$.pipe(repeat(2)), unsub).toBe(expected);
    }),
  );
});
