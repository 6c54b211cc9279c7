import { describe, expect, it } from '@jest/globals';
import { concat, ignoreElements, map, of, Subject, tap, timer } from 'rxjs';
import { smartPoll, type LoopEvent } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('cancel', () => {
  // picture: cancel: stop: cancel('work')
  it(
    'should unsubscribe the running first stage, drop what it still yields, and say that it ran (5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ----v#');
      const workSubs = '   ^-!    ';
      const stop = hot('   --c----|');
      const expected = '   --t----|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        hooks: { stop: { source: stop, next: (_, loop) => [loop.cancel('work')] } },
      });
      expectObservable(source$).toBe(expected, { t: true });
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should say that a key which does not run did not, and leave its timer alone (5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -v|');
      const workSubs = '   ----^-!';
      const stop = hot('   --c|');
      const expected = '   --f--v|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 4, project: () => work, next: (v) => [v] } },
        hooks: { stop: { source: stop, next: (_, loop) => [loop.cancel('work')] } },
      });
      expectObservable(source$).toBe(expected, { f: false, v: 'v' });
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should leave the schedule of the cancelled key untouched: a timer runs on (5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ----v|');
      const workSubs1 = '  ^-!';
      const workSubs2 = '  -----^----!';
      const calls = hot('  -sc|');
      const expected = '   ---------v|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => void (call === 's' ? loop.schedule('work', 4) : loop.cancel('work')),
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should let a key that is ready meanwhile start at once, right after the turn (5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ----v|');
      const workSubs1 = '  ^--!';
      const workSubs2 = '  ---^----!';
      const calls = hot('  -s-c|');
      const expected = '   -------v|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => void (call === 's' ? loop.schedule('work', 0) : loop.cancel('work')),
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should drop the queued turns of the key, those of its error included (5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const values = cold('   --(xy)-------z|');
      const failing = cold('  --x#');
      const valuesSubs = '    ^----!';
      const failingSubs = '   ^--!';
      const slow = hot('      -t----------|');
      const expected = '      ------------|';
      const source$ = smartPoll({
        tasks: {
          values: { startDue: 0, project: () => values, next: (v) => [v] },
          failing: { startDue: 0, project: () => failing, next: (v) => [v] },
        },
        hooks: {
          slow: {
            source: slow,
            next: (_, loop) =>
              timer(4).pipe(
                tap(() => [loop.cancel('values'), loop.cancel('failing')]),
                ignoreElements(),
              ),
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(values.subscriptions).toBe(valuesSubs);
      expectSubscriptions(failing.subscriptions).toBe(failingSubs);
    }),
  );

  it(
    'should count a key whose first stage is over and whose turns still queue as running, and drop them (5.1, 1.8)',
    marbles(({ expectObservable }) => {
      const expected = '---(xt|)';
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => of('x', 'y'),
            next: (v) => timer(3).pipe(map(() => v)),
            complete: () => ['complete'],
          },
          stop: { startDue: 0, project: () => of('c'), next: (_, loop) => [loop.cancel('work')] },
        },
      });
      expectObservable(source$).toBe(expected, { x: 'x', t: true });
    }),
  );

  it(
    'should, in a turn of the key itself, let that turn end normally and drop the rest (5.1)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const work = cold('  --v-w|');
      const workSubs = '   ^-!';
      const expected = '   --t--(v|)';
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => work,
            next: (v, loop) => concat(of(loop.cancel('work')), timer(3).pipe(map(() => v))),
            complete: () => ['complete'],
          },
        },
      });
      expectObservable(source$).toBe(expected, { t: true, v: 'v' });
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should start a key that cancels and schedules itself right after that turn (5.1, 2.1)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const work = cold('  --v---|');
      const workSubs1 = '  ^-!';
      const workSubs2 = '  -----^-!';
      const workSubs3 = '  ----------^-----!';
      const expected = '   -----v----v-----|';
      let cancels = 2;
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => work,
            next: (v, loop) => {
              if (cancels-- <= 0) return;
              loop.schedule('work', 0);
              loop.cancel('work');
              return timer(3).pipe(map(() => v));
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2, workSubs3]);
    }),
  );

  it(
    'should not call complete, nor apply repeatDue, after a cancel (5.1, 1.10)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ----v|');
      const workSubs = '   ^-!';
      const stop = hot('   --c-----|');
      const expected = '   --------|';
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            repeatDue: 1,
            project: () => work,
            next: (v) => [v],
            complete: () => ['complete'],
          },
        },
        hooks: { stop: { source: stop, next: (_, loop) => void loop.cancel('work') } },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should cancel every first stage of a key that runs several times (5.1, 5.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -----v|');
      const workSubs1 = '  ^--!';
      const workSubs2 = '  --^!';
      const calls = hot('  --sc|');
      const expected = '   ---t|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, overlap: 'merge', project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => (call === 's' ? loop.schedule('work', 0) : [loop.cancel('work')]),
          },
        },
      });
      expectObservable(source$).toBe(expected, { t: true });
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should abort the signal of the first stage, and tell the monitor of the cancel, then of the stop (5.1, 7.1)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const work = cold('  ----v|');
      const stop = hot('   --c|');
      const expected = '   ---|';
      const signals: AbortSignal[] = [];
      const seen: string[] = [];
      const events$ = new Subject<LoopEvent>();
      events$.subscribe((event) => {
        if (event.type === 'cancel' || event.type === 'stop') {
          seen.push(`${event.time} ${event.type} ${event.key} ${event.stage}`);
        }
      });
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: ({ signal }) => {
              signals.push(signal);
              return work;
            },
          },
        },
        hooks: { stop: { source: stop, next: (_, loop) => void loop.cancel('work') } },
        monitor: events$,
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(signals.map((signal) => signal.aborted)).toEqual([true]);
      expect(seen).toEqual(['2 cancel work 1', '2 stop work 1']);
    }),
  );
});
