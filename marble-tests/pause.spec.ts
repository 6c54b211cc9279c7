import { describe, it } from '@jest/globals';
import { map, of, startWith, Subject, throwError } from 'rxjs';
import { smartPoll, type LoopEvent } from '../lib/index.js';
import { interop } from '../spec/support/interop.js';
import { marbles } from '../spec/support/marbles.js';

const flags = { t: true, f: false };

describe('pause', () => {
  // picture: pause: startDue: 3, pause
  it(
    'should hold a key that comes due and start it on resuming (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -v|');
      const pause = hot('  --t--f', flags);
      const workSubs = '   -----^-!';
      const pauseSubs = '  ^------!';
      const expected = '   ------v|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 3, project: () => work, next: (v) => [v] } },
        pause,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
      expectSubscriptions(pause.subscriptions).toBe(pauseSubs);
    }),
  );

  it(
    'should heed a value that the source emits as it is subscribed to, before anything starts (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -v|');
      const pause = hot('  ----f', flags);
      const workSubs = '   ----^-!';
      const expected = '   -----v|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        pause: pause.pipe(startWith(true)),
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should let first stages and turns go on (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('   --v-w|');
      const source = hot('  ---x----y|');
      const pause = hot('   -t-----', flags);
      const workSubs = '    ^----!';
      const expected = '    --vxw---y|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        hooks: { source: { source, next: (v) => [v] } },
        pause,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should keep a due key ready while paused, with its dueTime; unscheduling takes it back (5.8, 1.4)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -v|');
      const pause = hot('  t------f', flags);
      const calls = hot('  ----quq---|');
      const expected = '   ----d-n---|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 3, project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) =>
              call === 'u' ? loop.unschedule('work') : [String(loop.dueTime('work')?.getTime())],
          },
        },
        pause,
      });
      expectObservable(source$).toBe(expected, { d: '3', n: 'undefined' });
      expectSubscriptions(work.subscriptions).toBe([]);
    }),
  );

  it(
    'should start what became due while paused in the order of 2.4, each key once (5.8, 2.4)',
    marbles(({ cold, hot, expectObservable }) => {
      const pause = hot('  -t---f', flags);
      const ticks = hot('  --bab|');
      const starts = '     -----(cba)';
      const expected = '   ------|';
      const starts$ = new Subject<string>();
      const project = (key: string) => (starts$.next(key), cold('-|'));
      const source$ = smartPoll({
        tasks: {
          a: { project: () => project('a') },
          b: { project: () => project('b') },
          c: { startDue: 4, priority: 1, project: () => project('c') },
        },
        hooks: { ticks: { source: ticks, next: (key, loop) => loop.schedule(key as 'a', 0) } },
        pause,
      });
      expectObservable(starts$).toBe(starts);
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should be paused while the last value of any of several is true (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('    v|');
      const hidden = hot('   -t-f---t-f--', flags);
      const offline = hot('  --t--f------', flags);
      const third = hot('    f-----------', flags);
      const paused = '       -p---r-p-r';
      const workSubs1 = '    ^!';
      const workSubs2 = '    -----^!';
      const workSubs3 = '    ---------^!';
      const expected = '     v----v---v-|';
      const told$ = new Subject<string>();
      const again = hot('---s----s--|');
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        hooks: { again: { source: again, next: (_, loop) => loop.schedule('work', 0) } },
        pause: [hidden, offline, third],
        monitor: {
          next: ({ type }) => {
            if (type === 'pause') told$.next('p');
            if (type === 'resume') told$.next('r');
          },
        },
      });
      expectObservable(told$).toBe(paused);
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2, workSubs3]);
    }),
  );

  it(
    'should heed what several emit as they are subscribed to, wherever the true one stands (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const resume = hot('  ---f', flags);
      const quiet = hot('   ----', flags);
      const workSubs = '    ---^!';
      const expected = '    ---v|';
      const hidden = resume.pipe(startWith(true));
      const visible = quiet.pipe(startWith(false));
      for (const pause of [
        [hidden, quiet],
        [quiet, hidden],
        [hidden, visible],
        [visible, quiet, hidden],
      ]) {
        const work = cold('v|');
        const tasks = { work: { startDue: 0, project: () => work, next: (v: string) => [v] } };
        expectObservable(smartPoll({ tasks, pause })).toBe(expected);
        expectSubscriptions(work.subscriptions).toBe(workSubs);
      }
    }),
  );

  it(
    'should heed observables of another library likewise, alone or among others (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const pause = hot('   -t---f----', flags);
      const other = hot('   f---------', flags);
      const pauseSubs = '   ^-----!';
      const workSubs = '    -----^!';
      const expected = '    -----v|';
      for (const source of [interop(pause), [other, interop(pause)], [interop(pause), interop(other)]]) {
        const work = cold(' v|');
        const tasks = { work: { startDue: 3, project: () => work, next: (v: string) => [v] } };
        expectObservable(smartPoll({ tasks, pause: source })).toBe(expected);
        expectSubscriptions(work.subscriptions).toBe(workSubs);
      }
      expectSubscriptions(pause.subscriptions).toBe([pauseSubs, pauseSubs, pauseSubs]);
      expectSubscriptions(other.subscriptions).toBe([pauseSubs, pauseSubs]);
    }),
  );

  it(
    'should take one that completes for false (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  v|');
      const pause = hot('  -t--|', flags);
      const workSubs = '   ----^!';
      const expected = '   ----v|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 2, project: () => work, next: (v) => [v] } },
        pause,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should not pause on falsy firsts, nor twice on a repeated value (5.8, 7.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const pause = hot('  f-tt-ff', flags);
      const paused = '     --p--r-';
      const work = cold('  --------|');
      const expected = '   --------|';
      const told$ = new Subject<LoopEvent>();
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work } },
        pause,
        monitor: {
          next: (event) => {
            if (event.type === 'pause' || event.type === 'resume') told$.next(event);
          },
        },
      });
      expectObservable(told$.pipe(map(({ type }) => type[0]))).toBe(paused);
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should pause at once when told during a turn (5.8, 2.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  v|');
      const calls = hot('  -p--r|');
      const workSubs = '   ----^!';
      const expected = '   ----v|';
      const pause$ = new Subject<boolean>();
      const source$ = smartPoll({
        tasks: { work: { project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => {
              if (call === 'p') loop.schedule('work', 0);
              pause$.next(call === 'p');
            },
          },
        },
        pause: pause$,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should hold a switch too: what runs goes on until the key starts again on resuming (5.8, 5.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ----v----|');
      const ticks = hot('  --s|');
      const pause = hot('  -t---f', flags);
      const workSubs1 = '  ^----!';
      const workSubs2 = '  -----^--------!';
      const expected = '   ----v----v----|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, overlap: 'switch', project: () => work, next: (v) => [v] } },
        hooks: { ticks: { source: ticks, next: (_, loop) => loop.schedule('work', 0) } },
        pause,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should not keep a run alive, nor end one in which something is due (5.8, 4.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('   -v|');
      const quiet = hot('   -----', flags);
      const paused = hot('  t----', flags);
      const unsub = '       -----!';
      const quietSubs = '   ^--!';
      const expected = '    --v|';
      const held = '        ------';
      const config = { tasks: { work: { startDue: 1, project: () => work, next: (v: string) => [v] } } };
      expectObservable(smartPoll({ ...config, pause: quiet })).toBe(expected);
      expectObservable(smartPoll({ ...config, pause: paused }), unsub).toBe(held);
      expectSubscriptions(quiet.subscriptions).toBe(quietSubs);
      expectSubscriptions(paused.subscriptions).toBe('^----!');
    }),
  );

  it(
    'should end the run with an error of the source, everything torn down (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -----v|');
      const pause = hot('  --#');
      const other = hot('  -----', flags);
      const workSubs = '   ^-!';
      const otherSubs = '  ^-!';
      const expected = '   --#';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work } },
        pause: [other, pause.pipe(map(() => true))],
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );

  it(
    'should end the run once, and start nothing, where the source fails as it is subscribed to (5.8)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('   v|');
      const source = hot('  ----');
      const expected = '    #';
      const config = {
        tasks: { work: { startDue: 0, project: () => work, next: (v: string) => [v] } },
        hooks: { source: { source } },
      };
      const failing = throwError(() => 'error');
      const sourceSubs = '(^!)';
      expectObservable(smartPoll({ ...config, pause: failing })).toBe(expected);
      expectObservable(smartPoll({ ...config, drain: failing })).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([]);
      expectSubscriptions(source.subscriptions).toBe([sourceSubs, sourceSubs]);
    }),
  );

  it(
    'should start each run unpaused until a source says otherwise (5.8, 4.1)',
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const pause = hot('   -t----------', flags);
      const firstSubs = '   ^--!';
      const secondSubs = '  ----^-!';
      const unsub = '       ---!';
      const first = '       ----';
      const second = '      ------(v|)';
      const source$ = smartPoll({
        tasks: { work: { startDue: 2, project: () => of('v'), next: (v) => [v] } },
        pause,
      });
      expectObservable(source$, unsub).toBe(first);
      expectObservable(source$, secondSubs.replace('!', '-')).toBe(second);
      expectSubscriptions(pause.subscriptions).toBe([firstSubs, secondSubs]);
    }),
  );
});
