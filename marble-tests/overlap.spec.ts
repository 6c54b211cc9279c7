import { describe, expect, it } from '@jest/globals';
import { ignoreElements, map, of, Subject, tap, timer, type Observable, type ObservableInput } from 'rxjs';
import { smartPoll, type LoopEvent, type Overlap } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('overlap', () => {
  describe('the same ticks, five policies', () => {
    //               0         1         2
    //               0123456789012345678901234567
    const work = '   ---v|';
    const ticks = '  -t-tt----------t-----t-----|';
    const table: Record<Overlap, { starts: string; values: string; told: string }> = {
      latch: {
        starts: '    -s---s---------s-----s------',
        values: '    ----v---v---------v-----v--|',
        told: '      ---l------------------------',
      },
      exhaust: {
        starts: '    -s-------------s-----s------',
        values: '    ----v-------------v-----v--|',
        told: '      ---dd-----------------------',
      },
      concat: {
        starts: '    -s---s---s-----s-----s------',
        values: '    ----v---v---v-----v-----v--|',
        told: '      ----------------------------',
      },
      switch: {
        starts: '    -s-ss----------s-----s------',
        values: '    -------v----------v-----v--|',
        told: '      ---cc-----------------------',
      },
      merge: {
        starts: '    -s-ss----------s-----s------',
        values: '    ----v-vv----------v-----v--|',
        told: '      ----------------------------',
      },
    };
    const letters = { latched: 'l', dropped: 'd', cancel: 'c' };

    it.each(Object.keys(table) as Overlap[])(
      'should start, play and report them as its name says: %s (5.5)',
      (overlap) => {
        marbles(({ cold, hot, expectObservable }) => {
          const { starts, values, told } = table[overlap];
          const starts$ = new Subject<string>();
          const told$ = new Subject<string>();
          const source$ = smartPoll({
            tasks: {
              work: { overlap, project: () => (starts$.next('s'), cold(work)), next: (v) => [v] },
            },
            hooks: { ticks: { source: hot(ticks), next: (_, loop) => loop.schedule('work', 0) } },
            monitor: {
              next: ({ type }) => type in letters && told$.next(letters[type as keyof typeof letters]),
            },
          });
          expectObservable(starts$).toBe(starts);
          expectObservable(told$).toBe(told);
          expectObservable(source$).toBe(values);
        })();
      },
    );
  });

  const ticked = (
    work: Observable<string>,
    overlap: Overlap,
    ticks: Observable<string>,
    next?: (event: LoopEvent) => void,
  ) =>
    smartPoll({
      tasks: { work: { overlap, project: () => work, next: (v) => [v] } },
      hooks: {
        ticks: {
          source: ticks,
          next: (count, loop) => {
            for (let n = Number(count); n > 0; n--) loop.schedule('work', 0);
          },
        },
      },
      ...(next && { monitor: { next } }),
    });

  // picture: latch: overlap: 'latch'
  it(
    'should latch by default (5.5, 2.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ---v|');
      const ticks = hot('  t-t|');
      const workSubs1 = '  ^---!';
      const workSubs2 = '  ----^---!';
      const expected = '   ---v---v|';
      const source$ = smartPoll({
        tasks: { work: { project: () => work, next: (v) => [v] } },
        hooks: { ticks: { source: ticks, next: (_, loop) => loop.schedule('work', 0) } },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should take two schedules in one turn for one tick, whatever the policy (5.5)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const ticks = cold('  -2|');
      const expected = '    ----v|';
      const workSubs = '    -^---!';
      for (const overlap of ['latch', 'exhaust', 'concat', 'switch', 'merge'] as const) {
        const work = cold('---v|');
        expectObservable(ticked(work, overlap, ticks)).toBe(expected);
        expectSubscriptions(work.subscriptions).toBe(workSubs);
      }
    }),
  );

  it(
    'should keep a latched tick as what the key is due for; unscheduling or postponing takes it back (5.5, 1.1, 7.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions, flush }) => {
      const work = cold('  ---v|');
      const calls = hot('  -su------ssp|');
      const workSubs1 = '  ^---!';
      const workSubs2 = '  ---------^---!';
      const workSubs3 = '  ----------------^---!';
      const expected = '   ---v--------v------v|';
      const seen: string[] = [];
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => {
              if (call === 's') loop.schedule('work', 0);
              if (call === 'u') loop.unschedule('work');
              if (call === 'p') loop.schedule('work', 5);
            },
          },
        },
        monitor: {
          next: ({ time, type }) => {
            if (type === 'latched' || type === 'unscheduled') seen.push(`${time} ${type}`);
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2, workSubs3]);
      flush();
      // A latched tick is accounted for already.
      expect(seen).toEqual(['1 latched', '10 latched']);
    }),
  );

  it(
    'should report a latched tick once, and as ready again when it starts the key (5.5, 7.2)',
    marbles(({ cold, expectObservable, flush }) => {
      const work = cold('   ----v|');
      const ticks = cold('  1-11|');
      const expected = '    ----v----v|';
      const seen: string[] = [];
      const types = new Set(['ready', 'latched', 'start', 'stop']);
      const watch = ({ time, type }: LoopEvent) => types.has(type) && seen.push(`${time} ${type}`);
      expectObservable(ticked(work, 'latch', ticks, watch)).toBe(expected);
      flush();
      expect(seen).toEqual([
        '0 ready',
        '0 start',
        '2 ready',
        '2 latched',
        '5 stop',
        '5 ready',
        '5 start',
        '10 stop',
      ]);
    }),
  );

  it(
    'should, under concat, take back counted ticks when the key is unscheduled, and report them (5.5, 1.4, 7.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions, flush }) => {
      const work = cold('  -----v|');
      const calls = hot('  ttt-u--|');
      const workSubs = '   ^-----!';
      const expected = '   -----v-|';
      const seen: string[] = [];
      const source$ = smartPoll({
        tasks: { work: { overlap: 'concat', project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => (call === 't' ? loop.schedule('work', 0) : loop.unschedule('work')),
          },
        },
        monitor: {
          next: ({ time, type }) => {
            if (type === 'ready' || type === 'unscheduled') seen.push(`${time} ${type}`);
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
      flush();
      expect(seen).toEqual(['0 ready', '1 ready', '2 ready', '4 unscheduled', '4 unscheduled']);
    }),
  );

  it(
    'should count a key whose run ends with the turn as not running: exhaust starts it again (5.5)',
    marbles(({ cold, expectObservable }) => {
      const lasting = cold('  v-|');
      const over = '          -12(3|)';
      const goesOn = '        -v|';
      let starts = 0;
      const again = (project: () => ObservableInput<string>) =>
        smartPoll({
          tasks: {
            work: {
              startDue: 0,
              overlap: 'exhaust',
              project,
              next: (v, loop) => {
                if (v !== '3') loop.schedule('work', 0);
                return timer(1).pipe(map(() => v));
              },
            },
          },
        });
      expectObservable(again(() => of(String(++starts)))).toBe(over);
      expectObservable(again(() => lasting)).toBe(goesOn);
    }),
  );

  it(
    'should drop, under exhaust, a tick of a timer that fires while the key runs (5.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -----v|');
      const calls = hot('  s--q--|');
      const workSubs = '   ^-----!';
      const expected = '   ---u-v|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, overlap: 'exhaust', project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => (call === 's' ? loop.schedule('work', 2) : [String(loop.dueTime('work'))]),
          },
        },
      });
      expectObservable(source$).toBe(expected, { u: 'undefined', v: 'v' });
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should, under switch, drop the turns of the run that is replaced, and never complete it (5.5, 5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -x|');
      const slow = hot('   t--------|');
      const workSubs1 = '  ^-!';
      const workSubs2 = '  ----^-!';
      const expected = '   -----xc--|';
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            overlap: 'switch',
            project: () => work,
            next: (v) => [v],
            complete: () => ['c'],
          },
        },
        hooks: {
          slow: {
            source: slow,
            next: (_, loop) =>
              timer(4).pipe(
                tap(() => loop.schedule('work', 0)),
                ignoreElements(),
              ),
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should, under switch, let a turn replace its own run (5.5)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const work = cold('  -v-w|');
      const workSubs1 = '  ^!';
      const workSubs2 = '  -^---!';
      const expected = '   -vv-w|';
      let again = true;
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            overlap: 'switch',
            project: () => work,
            next: (v, loop) => {
              if (again) loop.schedule('work', 0);
              again = false;
              return [v];
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should, under merge, run until the last of the runs has stopped, each numbered (5.5, 1.8)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const work = cold('  -v---|');
      const calls = hot('  --s---q-q|');
      const expected = '   -v-v--t-f|';
      const seen: string[] = [];
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, overlap: 'merge', project: () => work, next: (v) => [v] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) =>
              call === 's' ? loop.schedule('work', 0) : [loop.isRunning('work') ? 't' : 'f'],
          },
        },
        monitor: {
          next: (event) => {
            if (event.type === 'start' || event.type === 'stop') {
              seen.push(`${event.time} ${event.type} ${event.stage}`);
            }
          },
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(seen).toEqual(['0 start 1', '2 start 2', '5 stop 1', '7 stop 2']);
    }),
  );

  it(
    'should, under exhaust, wait for a cancelled Promise: a tick meanwhile is latched, not dropped (5.5, 5.1)',
    marbles(({ hot, expectObservable, flush }) => {
      const calls = hot('  -s-c-ss---------|');
      const expected = '   ----------------(v|)'; // The first settles at 8.
      const ticks: string[] = [];
      let runs = 0;
      const slow = (): PromiseLike<string> => {
        const run = String(runs++);
        return { then: (resolve: any) => timer(8).subscribe(() => resolve(run)) as never };
      };
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, overlap: 'exhaust', project: slow, next: (v) => [`settled ${v}`] } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => {
              if (call === 'c') loop.cancel('work');
              else loop.schedule('work', 0);
            },
          },
        },
        monitor: {
          next: ({ type, time }) => {
            if (['start', 'dropped', 'latched', 'cancel'].includes(type)) ticks.push(`${time} ${type}`);
          },
        },
      });
      expectObservable(source$).toBe(expected, { v: 'settled 1' });
      flush();
      expect(ticks).toEqual(['0 start', '1 dropped', '3 cancel', '5 latched', '8 start']);
    }),
  );
});
