import { describe, expect, it } from '@jest/globals';
import { map, NEVER, of, repeat, timer } from 'rxjs';
import { smartPoll, type Task } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

type Keys = Map<string, Task<string, string, string>>;

describe('add and remove', () => {
  it(
    'should apply the startDue of an added task at once, and start it after the turn (5.6, 2.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const now = cold('    -n|');
      const later = cold('  -l|');
      const calls = hot('   --a|');
      const nowSubs = '     -----^-!';
      const laterSubs = '   ------^-!';
      const expected = '    ------nl|';
      const tasks: Keys = new Map();
      const source$ = smartPoll({
        entries: tasks,
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => {
              loop.add('now', { startDue: 0, project: () => now, next: (v) => [v] });
              loop.add('later', {
                startDue: (date) => new Date(date.getTime() + 4),
                project: () => later,
                next: (v) => [v],
              });
              return timer(3).pipe(map(() => undefined));
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(now.subscriptions).toBe(nowSubs);
      expectSubscriptions(later.subscriptions).toBe(laterSubs);
    }),
  );

  it(
    'should know an added key at once, and a removed one no longer, in the order of adding (5.6)',
    marbles(({ hot, expectObservable, flush }) => {
      const calls = hot('  --a|');
      const expected = '   ---|';
      const facts: unknown[] = [];
      const project = () => NEVER;
      const tasks: Keys = new Map([
        ['a', { project }],
        ['b', { project }],
      ]);
      const source$ = smartPoll({
        entries: tasks,
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => {
              const state = () => facts.push([loop.keys().join(), loop.has('a'), loop.has('c')]);
              state();
              loop.add('c', { project });
              state();
              loop.remove('a');
              state();
              loop.add('a', { project });
              state();
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(facts).toEqual([
        ['a,b', true, false],
        ['a,b,c', true, true],
        ['b,c', false, true],
        ['b,c,a', true, true],
      ]);
    }),
  );

  it(
    'should refuse to add an existing key or a bad task, or to remove an unknown key, and change nothing (5.6)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const a = cold('     -v|');
      const calls = hot('  c|');
      const expected = '   --v|';
      const thrown: string[] = [];
      const attempt = (call: () => void) => {
        try {
          call();
          thrown.push('nothing');
        } catch (error) {
          thrown.push(`${(error as Error).name}: ${(error as Error).message}`);
        }
      };
      const tasks: Keys = new Map([['a', { startDue: 1, project: () => a, next: (v) => [v] }]]);
      const source$ = smartPoll({
        entries: tasks,
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => {
              attempt(() => loop.add('a', { project: () => of('other') }));
              attempt(() => loop.add('b', {} as Task<string>));
              attempt(() => loop.add('b', { project: () => NEVER, priority: NaN }));
              attempt(() => loop.add('b', { project: () => NEVER, typo: 1 } as Task<string>));
              attempt(() => loop.add('b', { project: () => NEVER, startDue: () => NaN }));
              attempt(() => loop.remove('c'));
              expect(loop.keys()).toEqual(['a']);
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(thrown).toEqual([
        expect.stringMatching(/^TypeError: smartPoll: .*\ba\b/),
        expect.stringMatching(/^TypeError: smartPoll: .*project/),
        expect.stringMatching(/^TypeError: smartPoll: .*priority.*NaN/),
        expect.stringMatching(/^TypeError: smartPoll: .*typo/),
        expect.stringMatching(/^RangeError: smartPoll: .*startDue.*NaN/),
        expect.stringMatching(/^UnknownKeyError: smartPoll: .*\bc\b/),
      ]);
    }),
  );

  it(
    'should cancel and unschedule a key that is removed while it runs (5.6, 5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  -v---w|');
      const calls = hot('  ---r---|');
      const workSubs = '   ^--!';
      const expected = '   -v-----|';
      const tasks: Keys = new Map([
        [
          'work',
          {
            startDue: 0,
            repeatDue: 1,
            project: () => work,
            next: (v, loop) => (loop.schedule('work', 4), [v]),
            complete: () => ['complete'],
          },
        ],
      ]);
      const source$ = smartPoll({
        entries: tasks,
        hooks: { calls: { source: calls, next: (_, loop) => loop.remove('work') } },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should drop the queued turns of a removed key (5.6, 5.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  --v---|');
      const calls = hot('  -r-----|');
      const expected = '   -------|';
      const tasks: Keys = new Map([['work', { startDue: 0, project: () => work, next: (v) => [v] }]]);
      const source$ = smartPoll({
        entries: tasks,
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => timer(3).pipe(map(() => loop.remove('work'))),
          },
        },
      });
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should let the own turn of a key that removes itself end normally, its output included (5.6)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const work = cold('  -v-w|');
      const workSubs = '   ^!';
      const expected = '   ---(v|)';
      const facts: unknown[] = [];
      const tasks: Keys = new Map([
        [
          'work',
          {
            startDue: 0,
            repeatDue: 1,
            project: () => work,
            next: (v, loop) => {
              loop.remove('work');
              facts.push(loop.has('work'), loop.key);
              expect(() => loop.schedule('work', 0)).toThrow(/work/);
              return timer(2).pipe(map(() => (facts.push(loop.keys()), v)));
            },
          },
        ],
      ]);
      expectObservable(smartPoll({ entries: tasks })).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
      flush();
      expect(facts).toEqual([false, 'work', []]);
    }),
  );

  it(
    'should start a key that was removed and added again in one turn afresh, after that turn (5.6, 2.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const old = cold('    ------o|');
      const fresh = cold('  -f|');
      const calls = hot('   --r|');
      const oldSubs = '     ^-!';
      const freshSubs = '   --^-!';
      const expected = '    ---f|';
      const tasks: Keys = new Map([['work', { startDue: 0, project: () => old, next: (v) => [v] }]]);
      const source$ = smartPoll({
        entries: tasks,
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => {
              loop.remove('work');
              loop.add('work', { startDue: 0, project: () => fresh, next: (v) => [v] });
            },
          },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(old.subscriptions).toBe(oldSubs);
      expectSubscriptions(fresh.subscriptions).toBe(freshSubs);
    }),
  );

  it(
    'should do so too when the key does it in its own turn; the old run keeps nothing of it (5.6)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const old = cold('    -o-p|');
      const fresh = cold('  -f-|');
      const oldSubs = '     ^!';
      const freshSubs = '   ---^--!';
      const expected = '    ---of-|';
      const tasks: Keys = new Map([
        [
          'work',
          {
            startDue: 0,
            project: () => old,
            next: (v, loop) => {
              loop.remove('work');
              loop.add('work', { startDue: 0, project: () => fresh, next: (value) => [value] });
              return timer(2).pipe(map(() => v));
            },
          },
        ],
      ]);
      expectObservable(smartPoll({ entries: tasks })).toBe(expected);
      expectSubscriptions(old.subscriptions).toBe(oldSubs);
      expectSubscriptions(fresh.subscriptions).toBe(freshSubs);
    }),
  );

  it(
    'should free the slot of a removed key and take it out of the line (5.6, 5.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const busy = cold('  ------b|');
      const line = cold('  -l|');
      const last = cold('  -z|');
      const calls = hot('  --r|');
      const busySubs = '   ^-!';
      const lastSubs = '   --^-!';
      const expected = '   ---z|';
      const tasks: Keys = new Map([
        ['busy', { startDue: 0, project: () => busy, next: (v) => [v] }],
        ['line', { startDue: 0, project: () => line, next: (v) => [v] }],
        ['last', { startDue: 0, project: () => last, next: (v) => [v] }],
      ]);
      const source$ = smartPoll({
        entries: tasks,
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => {
              loop.remove('busy');
              loop.remove('line');
            },
          },
        },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(busy.subscriptions).toBe(busySubs);
      expectSubscriptions(line.subscriptions).toBe([]);
      expectSubscriptions(last.subscriptions).toBe(lastSubs);
    }),
  );

  it(
    'should start the next run from the configuration (5.6, 4.1)',
    marbles(({ cold, expectObservable, expectSubscriptions, flush }) => {
      const a = cold('      --a|');
      const added = cold('  -x|');
      const expected = '    -x-x|';
      const keys: string[] = [];
      const tasks: Keys = new Map([['a', { startDue: 0, project: () => a, next: (v) => [v] }]]);
      const source$ = smartPoll({
        entries: tasks,
        onRun: (loop) => {
          keys.push(loop.keys().join());
          loop.remove('a');
          loop.add('x', { startDue: 0, project: () => added, next: (v) => [v] });
        },
      });
      expectObservable(source$.pipe(repeat(2))).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe([]);
      flush();
      expect(keys).toEqual(['a', 'a']);
    }),
  );

  it(
    'should complete a run as its last key is removed (5.6, 4.6)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const work = cold('  -v|');
      const workSubs = '   ^!';
      const expected = '   -(v|)';
      const tasks: Keys = new Map([
        [
          'work',
          {
            startDue: 0,
            project: () => work,
            next: (v, loop) => {
              loop.schedule('work', 1000);
              loop.remove('work');
              return [v];
            },
          },
        ],
      ]);
      expectObservable(smartPoll({ entries: tasks })).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should tell the monitor of adding and removing, and of the tick that is taken back (5.6, 7.1, 7.2)',
    marbles(({ hot, expectObservable, flush }) => {
      const calls = hot('  --a|');
      const expected = '   ---|';
      const seen: string[] = [];
      const types = new Set(['add', 'remove', 'ready', 'unscheduled', 'start']);
      const tasks: Keys = new Map([['old', { project: () => NEVER }]]);
      const source$ = smartPoll({
        entries: tasks,
        hooks: {
          calls: {
            source: calls,
            next: (_, loop) => {
              loop.add('new', { startDue: 0, project: () => NEVER });
              loop.remove('new');
            },
          },
        },
        monitor: {
          next: (event) => types.has(event.type) && 'key' in event && seen.push(`${event.type} ${event.key}`),
        },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(seen.slice(0, 2)).toEqual(['add new', 'ready new']);
      expect(seen.slice(2).sort()).toEqual(['remove new', 'unscheduled new']);
    }),
  );
});
