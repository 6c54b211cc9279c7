import { describe, expect, it } from '@jest/globals';
import { NEVER, of } from 'rxjs';
import {
  smartPoll,
  UnknownKeyError,
  type ControlLoop,
  type Explanation,
  type Overlap,
} from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('explain', () => {
  /** The explanation without its message, once that was seen to be a sentence that names the key. */
  const reason = <K>(loop: ControlLoop<K>, key: K) => {
    const { message, ...rest } = loop.explain(key);
    expect(message).toContain(String(key));
    expect(message.split(' ').length).toBeGreaterThan(2);
    return rest;
  };
  const at = (ms: number) => new Date(ms);

  it(
    'should say of a key without a schedule that it runs, and since when, or that it is unscheduled (7.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  -----|');
      const query = hot('  --q---q|');
      const expected = '   --a---b|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work } },
        hooks: { query: { source: query, next: (_, loop) => [reason(loop, 'work')] } },
      });
      expectObservable(source$).toBe(expected, {
        a: { reason: 'running', dueTime: undefined, since: at(0) },
        b: { reason: 'unscheduled' },
      });
    }),
  );

  it(
    'should say until when a key waits, running or not (7.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ---|');
      const calls = hot('  -sq-q|');
      const workSubs1 = '  ^--!';
      const workSubs2 = '  ---------^--!';
      const expected = '   --a-a-------|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => (call === 's' ? loop.schedule('work', 8) : [reason(loop, 'work')]),
          },
        },
      });
      expectObservable(source$).toBe(expected, { a: { reason: 'waiting', dueTime: at(9) } });
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should say of a key that starts as the turn ends that it is ready (7.3, 2.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  -|');
      const query = hot('  --q|');
      const expected = '   --a|';
      const source$ = smartPoll({
        tasks: { work: { project: () => work } },
        hooks: {
          query: { source: query, next: (_, loop) => (loop.schedule('work', 0), [reason(loop, 'work')]) },
        },
      });
      expectObservable(source$).toBe(expected, { a: { reason: 'ready', dueTime: at(2) } });
    }),
  );

  it(
    'should say that a due key waits for its own run, and since when it is due (7.3, 2.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  ------|');
      const calls = hot('  -sq--q|');
      const expected = '   --a--a------|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, project: () => work } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => (call === 's' ? loop.schedule('work', 0) : [reason(loop, 'work')]),
          },
        },
      });
      expectObservable(source$).toBe(expected, { a: { reason: 'running', dueTime: at(1), since: at(0) } });
    }),
  );

  it(
    'should say so too in a turn of the key itself (7.3, 1.8)',
    marbles(({ cold, expectObservable }) => {
      const work = cold('  --v|');
      const unsub = '      ---!';
      const expected = '   --a-';
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            project: () => work,
            next: (_, loop) => (loop.schedule('work', 0), [reason(loop, 'work')]),
          },
        },
      });
      expectObservable(source$, unsub).toBe(expected, {
        a: { reason: 'running', dueTime: at(2), since: at(0) },
      });
    }),
  );

  it(
    'should say ready of a running key whose overlap lets it start anyway (7.3, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const query = hot('  --q|');
      const unsub = '      ---!';
      const expected = '   --a-';
      for (const overlap of ['switch', 'merge'] satisfies Overlap[]) {
        const work = cold('------|');
        const source$ = smartPoll({
          tasks: { work: { startDue: 0, overlap, project: () => work } },
          hooks: {
            query: { source: query, next: (_, loop) => (loop.schedule('work', 0), [reason(loop, 'work')]) },
          },
        });
        expectObservable(source$, unsub).toBe(expected, { a: { reason: 'ready', dueTime: at(2) } });
      }
    }),
  );

  it(
    'should say that the run is paused (7.3, 5.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  ---|');
      const pause = hot('  -t----f', { t: true, f: false });
      const query = hot('  ---q---q|');
      const expected = '   ---p---u-|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 2, project: () => work } },
        hooks: { query: { source: query, next: (_, loop) => [reason(loop, 'work')] } },
        pause,
      });
      const values = {
        p: { reason: 'paused', dueTime: at(2) },
        u: { reason: 'running', dueTime: undefined, since: at(6) },
      };
      expectObservable(source$).toBe(expected, values);
    }),
  );

  it(
    'should give a key without a free slot its place in line, from 1, in the order of 2.4 (7.3, 5.3)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const query = hot('  -----q|');
      const unsub = '      ------!';
      const expected = '   -----1-';
      const project = () => cold('---------|');
      const places: unknown[] = [];
      const source$ = smartPoll({
        tasks: {
          busy: { startDue: 0, project },
          third: { startDue: 2, project },
          second: { startDue: 1, project },
          fourth: { startDue: 1, priority: -1, project },
          first: { startDue: 4, priority: 1, project },
        },
        hooks: {
          query: {
            source: query,
            next: (_, loop) => {
              for (const key of ['first', 'second', 'third', 'fourth'] as const)
                places.push(reason(loop, key));
              return ['1'];
            },
          },
        },
        concurrent: 1,
      });
      expectObservable(source$, unsub).toBe(expected);
      flush();
      expect(places).toEqual([
        { reason: 'concurrent', dueTime: at(4), place: 1 },
        { reason: 'concurrent', dueTime: at(1), place: 2 },
        { reason: 'concurrent', dueTime: at(2), place: 3 },
        { reason: 'concurrent', dueTime: at(1), place: 4 },
      ]);
    }),
  );

  it(
    'should say ready of a due key for which there is a slot (7.3, 5.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const query = hot('  --q|');
      const unsub = '      ---!';
      const expected = '   --(ab)';
      const project = () => cold('---------|');
      const source$ = smartPoll({
        tasks: { busy: { startDue: 0, project }, a: { project }, b: { project } },
        hooks: {
          query: {
            source: query,
            next: (_, loop) => {
              loop.schedule('a', 0);
              loop.schedule('b', 0);
              return [reason(loop, 'a'), reason(loop, 'b')];
            },
          },
        },
        concurrent: 2,
      });
      expectObservable(source$, unsub).toBe(expected, {
        a: { reason: 'ready', dueTime: at(2) },
        b: { reason: 'concurrent', dueTime: at(2), place: 1 },
      });
    }),
  );

  it(
    'should not count a key that waits for its own run into the line (7.3, 5.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const query = hot('  --q-q|');
      const unsub = '      -----!';
      const expected = '   --a-b-';
      const project = () => cold('---------|');
      const source$ = smartPoll({
        tasks: { busy: { startDue: 0, priority: 1, project }, line: { startDue: 1, project } },
        hooks: {
          query: {
            source: query,
            next: (_, loop) => (loop.schedule('busy', 0), [reason(loop, 'line')]),
          },
        },
        concurrent: 1,
      });
      const place = { reason: 'concurrent', dueTime: at(1), place: 1 };
      expectObservable(source$, unsub).toBe(expected, { a: place, b: place });
    }),
  );

  it(
    'should not count a key that is ready no more, nor forget one that may overlap itself (7.3, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const query = hot('  --q|');
      const unsub = '      -----!';
      const expected = '   --(ab)-';
      const project = () => cold('---------|');
      const source$ = smartPoll({
        tasks: { busy: { startDue: 0, overlap: 'merge', project }, gone: { project }, last: { project } },
        hooks: {
          query: {
            source: query,
            next: (_, loop) => {
              loop.schedule('busy', 0);
              loop.schedule('gone', 0);
              loop.schedule('last', 0);
              const before = reason(loop, 'last');
              loop.unschedule('gone');
              return [before, reason(loop, 'last')];
            },
          },
        },
        concurrent: 1,
      });
      expectObservable(source$, unsub).toBe(expected, {
        a: { reason: 'concurrent', dueTime: at(2), place: 3 },
        b: { reason: 'concurrent', dueTime: at(2), place: 2 },
      });
    }),
  );

  it(
    'should not count a tick that will be counted, but the one before it (7.3, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  ----|');
      const other = cold(' ---------|');
      const calls = hot('  -s---q|');
      const unsub = '      ------!';
      const expected = '   -----(ab)-';
      const source$ = smartPoll({
        tasks: {
          work: { startDue: 0, overlap: 'concat', project: () => work },
          urgent: { startDue: 2, priority: 1, project: () => other },
          last: { project: () => other },
        },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => {
              loop.schedule('work', 0);
              if (call === 's') return undefined;
              loop.schedule('last', 0);
              return [reason(loop, 'work'), reason(loop, 'last')];
            },
          },
        },
        concurrent: 1,
      });
      expectObservable(source$, unsub).toBe(expected, {
        a: { reason: 'concurrent', dueTime: at(1), place: 1 },
        b: { reason: 'concurrent', dueTime: at(5), place: 2 },
      });
    }),
  );

  it(
    'should say of a counted tick that it waits for the run in progress (7.3, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('  ----|');
      const calls = hot('  -s-q|');
      const expected = '   ---a----|';
      const source$ = smartPoll({
        tasks: { work: { startDue: 0, overlap: 'concat', project: () => work } },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) => (call === 's' ? loop.schedule('work', 0) : [reason(loop, 'work')]),
          },
        },
      });
      expectObservable(source$).toBe(expected, { a: { reason: 'running', dueTime: at(1), since: at(0) } });
    }),
  );

  it(
    'should say that the run drains, whatever the state of the key was (7.3, 5.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const query = hot('  --q-----');
      const expected = '   --(abc)--|';
      const work = cold('  ---------|');
      const source$ = smartPoll({
        tasks: {
          running: { startDue: 0, project: () => work },
          waiting: { startDue: 9, project: () => NEVER },
          idle: { project: () => NEVER },
        },
        hooks: {
          query: {
            source: query,
            next: (_, loop) => {
              loop.drain();
              return [reason(loop, 'running'), reason(loop, 'waiting'), reason(loop, 'idle')];
            },
          },
        },
      });
      const draining = { reason: 'draining' };
      expectObservable(source$).toBe(expected, { a: draining, b: draining, c: draining });
    }),
  );

  it(
    'should throw UnknownKeyError for a key that is none (7.3, 1.9)',
    marbles(({ expectObservable }) => {
      const expected = '(a|)';
      const source$ = smartPoll({
        entries: [['a', { startDue: 0, project: () => of('a'), next: (v: string) => [v] }]],
        onRun: (loop: ControlLoop<string>) => expect(() => loop.explain('b')).toThrow(UnknownKeyError),
      });
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should have a sentence for keys that do not turn into strings by themselves (7.3)',
    marbles(({ expectObservable, flush }) => {
      const keys = [Symbol('sym'), Object.create(null) as object, 7, ['list'], null, undefined];
      const explained: Explanation[] = [];
      const source$ = smartPoll({
        entries: keys.map((key) => [key, { project: () => NEVER }] as const),
        onRun: (loop) => keys.forEach((key) => explained.push(loop.explain(key))),
      });
      expectObservable(source$).toBe('|');
      flush();
      expect(explained.map(({ reason }) => reason)).toEqual(keys.map(() => 'unscheduled'));
      expect(explained[0]!.message).toContain('sym');
      expect(explained[2]!.message).toContain('7');
    }),
  );
});
