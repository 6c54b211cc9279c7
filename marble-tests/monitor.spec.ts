import { describe, expect, it } from '@jest/globals';
import { filter, map, of, repeat, Subject, throwError, timer, type Observer } from 'rxjs';
import { smartPoll, type LoopEvent } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('monitor', () => {
  const at = (ms: number) => new Date(ms);
  /** A monitor that keeps what it is told. */
  const recorder = (events: LoopEvent[] = []) => ({
    events,
    next: (event: LoopEvent) => void events.push(event),
  });

  it(
    'should be told all that happens, in order, with time and key (7.1)',
    marbles(({ cold, expectObservable, flush }) => {
      const work = cold('  -v|');
      const expected = '   ---v|';
      const monitor = recorder();
      const source$ = smartPoll({
        tasks: { work: { project: () => work, next: (v) => [v], complete: () => undefined } },
        onRun: (loop) => loop.schedule('work', 2),
        monitor,
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(monitor.events).toEqual([
        { time: 0, type: 'run', keys: ['work'] },
        { time: 0, type: 'turn-start', handler: 'onRun' },
        { time: 0, type: 'schedule', key: 'work', dueTime: at(2) },
        { time: 0, type: 'turn-end', handler: 'onRun' },
        { time: 2, type: 'ready', key: 'work', dueTime: at(2) },
        { time: 2, type: 'start', key: 'work', stage: 1 },
        { time: 3, type: 'value', key: 'work', stage: 1 },
        { time: 3, type: 'turn-start', handler: 'next', key: 'work', stage: 1 },
        { time: 3, type: 'turn-end', handler: 'next', key: 'work', stage: 1 },
        { time: 4, type: 'stage-end', key: 'work', stage: 1 },
        { time: 4, type: 'turn-start', handler: 'complete', key: 'work', stage: 1 },
        { time: 4, type: 'turn-end', handler: 'complete', key: 'work', stage: 1 },
        { time: 4, type: 'stop', key: 'work', stage: 1 },
        { time: 4, type: 'complete' },
      ]);
    }),
  );

  it(
    'should be told when an asynchronous turn starts and ends, and whose it is (7.1)',
    marbles(({ hot, expectObservable, flush }) => {
      const source = hot('  -a|');
      const expected = '    ----(a|)';
      const monitor = recorder();
      const source$ = smartPoll({
        entries: [],
        hooks: { source: { source, next: (v) => timer(3).pipe(map(() => v)), complete: () => undefined } },
        monitor,
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(monitor.events).toEqual([
        { time: 0, type: 'run', keys: [] },
        { time: 1, type: 'turn-start', handler: 'next', hook: 'source' },
        { time: 4, type: 'turn-end', handler: 'next', hook: 'source' },
        { time: 4, type: 'turn-start', handler: 'complete', hook: 'source' },
        { time: 4, type: 'turn-end', handler: 'complete', hook: 'source' },
        { time: 4, type: 'complete' },
      ]);
    }),
  );

  it(
    'should be told of every call that sets or clears a schedule, and of ticks taken back (7.1, 7.2)',
    marbles(({ hot, expectObservable, flush }) => {
      const calls = hot('  -c|');
      const expected = '   --|';
      const monitor = recorder();
      const source$ = smartPoll({
        tasks: { work: { project: () => of() } },
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => {
              loop.schedule('work', 5);
              loop.schedule('work', 0);
              loop.schedule('work', 4);
              loop.unschedule('work');
            },
          },
        },
        monitor,
      });
      expectObservable(source$).toBe(expected);
      flush();
      const told = monitor.events.filter(({ type }) => !/run|turn|complete/.test(type));
      expect(told.filter(({ type }) => type === 'schedule')).toEqual([
        { time: 1, type: 'schedule', key: 'work', dueTime: at(6) },
        { time: 1, type: 'schedule', key: 'work', dueTime: at(1) },
        { time: 1, type: 'schedule', key: 'work', dueTime: at(5) },
        { time: 1, type: 'schedule', key: 'work', dueTime: undefined },
      ]);
      expect(told.filter(({ type }) => type !== 'schedule')).toEqual([
        { time: 1, type: 'ready', key: 'work', dueTime: at(1) },
        { time: 1, type: 'unscheduled', key: 'work' },
      ]);
    }),
  );

  it(
    'should be told of the errors of first stages, of sources, and of the run (7.1, 4.2)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const work = cold('   --#', undefined, 'first stage');
      const source = hot('  ---#', undefined, 'source');
      const expected = '    -----#';
      const monitor = recorder();
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, error: () => undefined } },
        hooks: {
          source: { source, error: () => undefined },
          fatal: { source: timer(5), next: () => throwError(() => 'run') },
        },
        monitor,
      });
      expectObservable(source$).toBe(expected, undefined, 'run');
      flush();
      expect(monitor.events.filter(({ type }) => type === 'error')).toEqual([
        { time: 2, type: 'error', error: 'first stage', key: 'work', stage: 1 },
        { time: 3, type: 'error', error: 'source', hook: 'source' },
        { time: 5, type: 'error', error: 'run' },
      ]);
    }),
  );

  it(
    'should be told of unsubscribing, and nothing after (7.1, 4.3)',
    marbles(({ cold, expectObservable, flush }) => {
      const work = cold('  --v|');
      const unsub = '      -!';
      const expected = '   --';
      const monitor = recorder();
      const source$ = smartPoll({ tasks: { work: { startDue: 0, project: () => work } }, monitor });
      expectObservable(source$, unsub).toBe(expected);
      flush();
      expect(monitor.events.at(-1)).toEqual({ time: 1, type: 'unsubscribe' });
      expect(monitor.events.filter(({ type }) => type === 'unsubscribe')).toHaveLength(1);
    }),
  );

  it(
    'should number the first stages of a run from 1, over all keys, anew in each run (7.1)',
    marbles(({ expectObservable, flush }) => {
      const expected = '--|';
      const monitor = recorder();
      const source$ = smartPoll({
        tasks: { a: { startDue: 0, project: () => of() }, b: { startDue: 1, project: () => of() } },
        monitor,
      });
      expectObservable(source$.pipe(repeat(2))).toBe(expected);
      flush();
      expect(
        monitor.events.map((event) => (event.type === 'start' ? `${event.key}${event.stage}` : '')).join(''),
      ).toBe('a1b2a1b2');
    }),
  );

  it(
    'should be any observer of events: a Subject stays open from run to run (7.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('   -v|');
      const source = hot('  -----#');
      const completing = '  -v-v|';
      const failing = '     -----#';
      const runs = '        r-r---';
      const run = '         r-----';
      const monitors = [new Subject<LoopEvent>(), new Subject<LoopEvent>()] as const;
      const told = (events$: Subject<LoopEvent>) =>
        events$.pipe(
          filter(({ type }) => type === 'run'),
          map(() => 'r'),
        );
      const completing$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work, next: (v) => [v] } },
        monitor: monitors[0],
      });
      const failing$ = smartPoll({ entries: [], hooks: { source: { source } }, monitor: monitors[1] });
      expectObservable(told(monitors[0])).toBe(runs);
      expectObservable(told(monitors[1])).toBe(run);
      expectObservable(completing$.pipe(repeat(2))).toBe(completing);
      expectObservable(failing$).toBe(failing);
    }),
  );

  it(
    'should change nothing, whatever it throws, on whatever event (7.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const monitors: Partial<Observer<LoopEvent>>[] = [
        {},
        { next: () => undefined },
        {
          next: () => {
            throw new Error('monitor');
          },
        },
      ];
      for (const monitor of monitors) {
        const work = cold('   --v-#');
        const source = hot('  -x-y----#');
        const pause = hot('   -----t-f', { t: true, f: false });
        const workSubs1 = '   ^---!';
        const workSubs2 = '   -------^!';
        const expected = '    -xvye---#';
        const source$ = smartPoll({
          tasks: {
            work: {
              startDue: 0,
              project: () => work,
              next: (v) => [v],
              error: (_, loop) => (loop.schedule('work', 2), ['e']),
            },
          },
          hooks: { source: { source, next: (v) => [v] } },
          pause,
          monitor,
        });
        expectObservable(source$).toBe(expected);
        expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
      }
    }),
  );
});
