import { describe, it } from '@jest/globals';
import { EMPTY, of, repeat, retry, type Observable } from 'rxjs';
import { smartPoll, type ControlLoop, type Overlap, type Task } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('minInterval', () => {
  /** A key with five frames between starts, and calls: schedule in `0`–`9` frames, or `q`uery. */
  const spaced = (
    task: Pick<Task<'work', string, string>, 'project'> & Partial<Task<'work', string, string>>,
    calls: Observable<string>,
  ) =>
    smartPoll({
      tasks: { work: { minInterval: 5, next: (v: string) => [v], ...task } },
      hooks: {
        calls: {
          source: calls,
          next: (call, loop) => {
            if (call !== 'q') return loop.schedule('work', Number(call));
            const explanation = loop.explain('work');
            return [`${loop.dueTime('work')?.getTime()} ${explanation.reason}`];
          },
        },
      },
    });

  // picture: min-interval: minInterval: 5
  it(
    'should let a start that would come sooner wait until then (5.11)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  v|');
      const calls = hot('  0-0|');
      const workSubs1 = '  ^!';
      const workSubs2 = '  -----^!';
      const expected = '   v----v|';
      expectObservable(spaced({ project: () => work }, calls)).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should tell the admitted time, not the wished one: dueTime and explain (5.11, 7.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  v|');
      const calls = hot('  00q1q-9q|');
      const expected = '   v-a-bv-c-------v|';
      const values = { v: 'v', a: '5 waiting', b: '5 waiting', c: '15 waiting' };
      expectObservable(spaced({ project: () => work }, calls)).toBe(expected, values);
    }),
  );

  it(
    'should not delay a start that comes later anyway (5.11)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  v|');
      const calls = hot('  0-5q---|');
      const expected = '   v--q---v|';
      const values = { v: 'v', q: '7 waiting' };
      expectObservable(spaced({ project: () => work }, calls)).toBe(expected, values);
    }),
  );

  it(
    'should count from start to start, whatever became of it (5.11)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const fails = cold('  ---#');
      const calls = hot('   0---0|');
      const failsSubs1 = '  ^--!';
      const failsSubs2 = '  -----^--!';
      const expected = '    ---e----(e|)';
      expectObservable(spaced({ project: () => fails, error: () => ['e'] }, calls)).toBe(expected);
      expectSubscriptions(fails.subscriptions).toBe([failsSubs1, failsSubs2]);
    }),
  );

  it(
    'should hold a key that reschedules itself with 0 to its pace (5.11)',
    marbles(({ expectObservable }) => {
      const unsub = '     -------------!';
      const expected = '  v----v----v---';
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            minInterval: 5,
            project: () => of('v'),
            next: (v, loop) => {
              loop.schedule('work', 0);
              return [v];
            },
          },
        },
      });
      expectObservable(source$, unsub).toBe(expected);
    }),
  );

  it(
    'should hold repeatDue, dates and scheduleSooner to it as well (5.11, 1.10, 1.3, 1.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const repeated = cold('  v|');
      const dated = cold('     v|');
      const sooner = cold('    v|');
      const calls = hot('      --c----|');
      const unsub = '          -------!';
      const expected = '       v----v--';
      const once = '           v----v-|';
      expectObservable(
        smartPoll({
          tasks: {
            work: { startDue: 0, repeatDue: 1, minInterval: 5, project: () => repeated, next: (v) => [v] },
          },
        }),
        unsub,
      ).toBe(expected);
      for (const [work, method, due] of [
        [dated, 'schedule', new Date(0)],
        [sooner, 'scheduleSooner', 1],
      ] as const) {
        expectObservable(
          smartPoll({
            tasks: { work: { startDue: 0, minInterval: 5, project: () => work, next: (v) => [v] } },
            hooks: { calls: { source: calls, next: (_, loop) => loop[method]('work', due) } },
          }),
        ).toBe(once);
      }
    }),
  );

  it(
    'should count a tick only at the admitted time: then overlap has its say (5.11, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = '     ------v|';
      const calls = '    0-0|';
      const latch = '    ------v------v|';
      const exhaust = '  ------v|';
      const merge = '    ------v----v|';
      const relay = '    -----------v|';
      const table: [Overlap, string][] = [
        ['latch', latch],
        ['exhaust', exhaust],
        ['concat', latch],
        ['merge', merge],
        ['switch', relay],
      ];
      for (const [overlap, expected] of table) {
        expectObservable(spaced({ overlap, project: () => cold(work) }, hot(calls))).toBe(expected);
      }
    }),
  );

  it(
    'should say of a counted tick, too, that it waits, and until when (5.11, 5.5, 7.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const works = [cold('------v|'), cold('v|'), cold('v|')];
      const calls = hot('  0----00--q|');
      const expected = '   ------vv-q--v|';
      const source$ = smartPoll({
        tasks: {
          work: { minInterval: 5, overlap: 'concat', project: () => works.shift()!, next: (v) => [v] },
        },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => {
              if (call !== 'q') return loop.schedule('work', Number(call));
              const explanation = loop.explain('work');
              return ['dueTime' in explanation && `${explanation.reason} ${explanation.dueTime?.getTime()}`];
            },
          },
        },
      });
      expectObservable(source$).toBe(expected, { v: 'v', q: 'waiting 12' });
    }),
  );

  it(
    'should space the starts of each key by itself, and leave others alone (5.11)',
    marbles(({ cold, expectObservable }) => {
      const spacedWork = cold('  a|');
      const freeWork = cold('    b|');
      const unsub = '            ------!';
      const expected = '         ab-b-b-';
      const source$ = smartPoll({
        tasks: {
          spaced: { startDue: 0, repeatDue: 1, minInterval: 9, project: () => spacedWork, next: (v) => [v] },
          free: { startDue: 1, repeatDue: 1, project: () => freeWork, next: (v) => [v] },
        },
      });
      expectObservable(source$, unsub).toBe(expected);
    }),
  );

  it(
    'should count from the start that happened, not from when it was due (5.11, 5.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const busy = cold('  ---|');
      const work = cold('  v|');
      const busySubs = '   ^--!';
      const workSubs1 = '  ---^!';
      const workSubs2 = '  --------^!';
      const unsub = '      ----------!';
      const expected = '   ---v----v--';
      const source$ = smartPoll({
        tasks: {
          busy: { startDue: 0, priority: 1, project: () => busy },
          work: { startDue: 0, repeatDue: 0, minInterval: 5, project: () => work, next: (v) => [v] },
        },
        concurrent: 1,
      });
      expectObservable(source$, unsub).toBe(expected);
      expectSubscriptions(busy.subscriptions).toBe(busySubs);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should hold across runs: the last start is remembered (5.11, 4.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  v|');
      const calls = hot('  ----------');
      const first = '      v-';
      const unsub = '      --!';
      const second = '     -----v-';
      const again = '      --^----!';
      const source$ = spaced({ startDue: 0, project: () => work }, calls);
      expectObservable(source$, unsub).toBe(first);
      expectObservable(source$, again).toBe(second);
    }),
  );

  /** The key, which is removed and added again, in one turn or in two, with this interval or another. */
  const again = (project: () => Observable<string>, calls: Observable<string>) => {
    const task = (minInterval: number): Task<string, string, string> => ({
      startDue: 0,
      minInterval,
      project,
      next: (v) => [v],
    });
    const commands: Record<string, (loop: ControlLoop<string>) => void> = {
      r: (loop) => loop.remove('work'),
      a: (loop) => loop.add('work', task(5)),
      x: (loop) => (loop.remove('work'), loop.add('work', task(5))),
      c: (loop) => (loop.cancel('work'), loop.remove('work'), loop.add('work', task(5))),
      s: (loop) => (loop.remove('work'), loop.add('work', task(2))),
      l: (loop) => (loop.remove('work'), loop.add('work', task(9))),
      e: () => {
        throw new Error('failed');
      },
    };
    return smartPoll({
      entries: [['work', task(5)]] as [string, Task<string, string, string>][],
      hooks: { calls: { source: calls, next: (call: string, loop) => commands[call]!(loop) } },
    });
  };

  it.each([
    ['in one turn', '            -x|', '        v----v|'],
    ['in two turns', '           -r-a|', '      v----v|'],
    ['several times', '          -xxra|', '     v----v|'],
    ['while it runs', '          c|', '         -----v|'],
    ['once its interval is over', '-r----a|', '  v-----v|'],
    ['after each start', '       -x----x|', '   v----v----v|'],
    ['with a shorter interval', '-s|', '        v-v|'],
    ['with a longer interval', ' -l|', '        v--------v|'],
  ])('should hold for a key that is removed and added again: %s (5.11, 5.6)', (_, calls, expected) => {
    marbles(({ cold, hot, expectObservable }) => {
      expectObservable(again(() => cold('v|'), hot(calls.trim()))).toBe(expected.trim());
    })();
  });

  it(
    'should hold across runs, however the first ended: unsubscribed, failed, complete, its key removed (5.11, 5.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = () => cold('v|');
      const quiet = '          ----------';
      const removed = '        -r--------';
      const fails = '          --e-------|';
      const unsub = '          ---!';
      const first = '          v--';
      const again1 = '         ---^---!';
      const held = '           -----v-';
      const again2 = '         ------^!';
      const atOnce = '         ------v';
      const retried = '        v----v----|';
      const repeated = '       v----v|';
      for (const calls of [quiet, removed]) {
        const source$ = again(work, hot(calls));
        expectObservable(source$, unsub).toBe(first);
        expectObservable(source$, again1).toBe(held);
      }
      const later$ = again(work, hot(quiet));
      expectObservable(later$, unsub).toBe(first);
      expectObservable(later$, again2).toBe(atOnce);
      expectObservable(again(work, hot(fails)).pipe(retry(1))).toBe(retried);
      expectObservable(again(work, EMPTY).pipe(repeat(2))).toBe(repeated);
    }),
  );

  it(
    'should be forgotten once it is over, also for a key that is added with a longer one (5.11)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = { project: () => cold('v|'), next: (v: string) => [v] };
      const calls = hot('  -r----a---|');
      const expected = '   v-----v---|';
      const source$ = smartPoll({
        entries: [['work', { ...work, startDue: 0, minInterval: 5 }]] as [string, Task<string>][],
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) =>
              call === 'r' ? loop.remove('work') : loop.add('work', { ...work, startDue: 0, minInterval: 9 }),
          },
        },
      });
      expectObservable(source$).toBe(expected);
    }),
  );
});
