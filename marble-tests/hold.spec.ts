import { describe, expect, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import { smartPoll, type ControlLoop, type LoopEvent, type Overlap, type Task } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

type Work = Task<'work', string, string>;

describe('hold', () => {
  const at = (ms: number) => new Date(ms);

  /** What a letter of the diagrams does to the key; a digit schedules it in so many frames. */
  const commands: Record<string, (loop: ControlLoop<'work'>) => unknown[] | void> = {
    h: (loop) => loop.hold('work', 5),
    n: (loop) => loop.hold('work', null),
    z: (loop) => loop.hold('work', 0),
    d: (loop) => loop.hold('work', at(8)),
    r: (loop) => loop.release('work'),
    s: (loop) => loop.scheduleSooner('work', 0),
    p: (loop) => loop.schedule('work', at(0)),
    u: (loop) => loop.unschedule('work'),
    t: (loop) => [loop.stopTimer('work')],
    c: (loop) => void loop.cancel('work'),
    w: (loop) => (loop.schedule('work', 0), loop.hold('work', 5)),
    x: (loop) => (loop.hold('work', 5), loop.release('work')),
    y: (loop) => (loop.release('work'), [loop.dueTime('work')?.getTime()]),
    q: (loop) => {
      const { message, ...why } = loop.explain('work');
      expect(message).toContain('work');
      return [why];
    },
    '=': (loop) => [loop.dueTime('work')?.getTime() ?? 'none'],
  };
  const obey = (call: string, loop: ControlLoop<'work'>) =>
    /\d/.test(call) ? loop.schedule('work', Number(call)) : commands[call]!(loop);

  /** A key, and calls that touch it. */
  const held = (task: Pick<Work, 'project'> & Partial<Work>, calls: Observable<string>, config = {}) =>
    smartPoll({
      tasks: { work: { next: (v: string) => [v], ...task } },
      hooks: { calls: { source: calls, next: obey as (call: string, loop: any) => any } },
      ...config,
    });

  // picture: hold: hold(key, 5)
  it(
    'should keep a key from starting until it is over, whatever schedules it meanwhile (5.14)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  v|');
      const calls = hot('  h-0-----0|');
      const workSubs1 = '  -----^!';
      const workSubs2 = '  --------^!';
      const expected = '   -----v--v|';
      expectObservable(held({ project: () => work }, calls)).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it.each([
    ['schedule with 0', '                h-0---|', '  -----v|'],
    ['schedule with a due before its end', 'h-1---|', '  -----v|'],
    ['schedule with its end', '          h5----|', '  ------v|'],
    ['schedule with a due after its end', ' h-5---|', '  -------v|'],
    ['schedule with a past date', '      h-p---|', '  -----v|'],
    ['scheduleSooner', '                 h-s---|', '  -----v|'],
    ['scheduleSooner, and a due after its end', 'h9s--|', ' -----v|'],
    ['scheduleSooner, and a later due', ' h-s9--|', '  ------------v|'],
    ['many calls', '                     h01sp0|', '  -----v|'],
  ])(
    'should keep each wish, and admit it at its end: %s (5.14, 1.1, 1.2, 1.3, 1.5)',
    (_, calls, expected) => {
      marbles(({ cold, hot, expectObservable }) => {
        expectObservable(held({ project: () => cold('v|') }, hot(calls.trim()))).toBe(expected.trim());
      })();
    },
  );

  it(
    'should keep what repeatDue and retryDue wish for (5.14, 1.10, 5.13)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = '     --h--------';
      const unsub = '     ----------!';
      const repeated = '  v------v-v';
      const retried = '   -------v--';
      expectObservable(
        held({ startDue: 0, repeatDue: 1, project: () => cold('v|') }, hot(calls)),
        unsub,
      ).toBe(repeated);
      const works = [cold('-#'), cold('v|')];
      expectObservable(
        held({ startDue: 0, retryDue: 3, project: () => works.shift()! }, hot(calls)),
        unsub,
      ).toBe(retried);
    }),
  );

  it(
    'should keep a latched tick, and what comes due while the key runs (5.14, 2.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const latched = cold('    ---v|');
      const latchedCalls = hot('01-h------|');
      const latchedSubs1 = '    ^---!';
      const latchedSubs2 = '    --------^---!';
      const expected = '        ---v-------v|';
      expectObservable(held({ project: () => latched }, latchedCalls)).toBe(expected);
      expectSubscriptions(latched.subscriptions).toBe([latchedSubs1, latchedSubs2]);

      const due = cold('        ---v|');
      const dueCalls = hot('    0h0-------|');
      const dueSubs1 = '        ^---!';
      const dueSubs2 = '        ------^---!';
      const dueExpected = '     ---v-----v|';
      expectObservable(held({ project: () => due }, dueCalls)).toBe(dueExpected);
      expectSubscriptions(due.subscriptions).toBe([dueSubs1, dueSubs2]);
    }),
  );

  it(
    'should keep each tick that concat counts, and give all of them back to unschedule (5.14, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const counted = '   h000--|';
      const expected = '  -----vvv|';
      const between = '   00h---|';
      const spread = '    v------v---|';
      const taken = '     h00-u--|';
      const none = '      -------|';
      const released = '  n00-r-|';
      const both = '      ----vv|';
      const counting = (work: string): Pick<Work, 'project' | 'overlap'> => ({
        overlap: 'concat',
        project: () => cold(work),
      });
      expectObservable(held(counting('v|'), hot(counted))).toBe(expected);
      expectObservable(held(counting('v---|'), hot(between))).toBe(spread);
      expectObservable(held(counting('v|'), hot(taken))).toBe(none);
      expectObservable(held(counting('v|'), hot(released))).toBe(both);
    }),
  );

  it(
    'should let a tick meet its overlap policy only as it is over (5.14, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = '     ---------v|';
      const calls = '    0h-0|';
      const latch = '    ---------v---------v|';
      const exhaust = '  ---------v|';
      const merge = '    ---------v-----v|';
      const relay = '    ---------------v|';
      const table: [Overlap, string][] = [
        ['latch', latch],
        ['exhaust', exhaust],
        ['concat', latch],
        ['merge', merge],
        ['switch', relay],
      ];
      for (const [overlap, expected] of table)
        expectObservable(held({ overlap, project: () => cold(work) }, hot(calls))).toBe(expected);
    }),
  );

  it.each([
    ['waits for a due before its end', '  3h----|', '     ------v|'],
    ['waits for a due after its end', '   9h----|', '     ---------v|'],
    ['is ready', '                        w-----|', '     -----v|'],
    ['is unscheduled', '                  h-----|', '     ------|'],
    ['is held', '                         h-0h--|', '     --------v|'],
    ['is held, and longer than that', '   d-0h--|', '     --------v|'],
    ['is held until it is released', '    n-0h--|', '     --------v|'],
    ['is held, which ends that', '        h-0z--|', '     ---v--|'],
    ['is held, now until it is released', 'h-0n-----r|', ' ---------v|'],
    ['is held by a date', '               d-0---|', '     --------v|'],
  ])('should hold a key that %s (5.14)', (_, calls, expected) => {
    marbles(({ cold, hot, expectObservable }) => {
      expectObservable(held({ project: () => cold('v|') }, hot(calls.trim()))).toBe(expected.trim());
    })();
  });

  it(
    'should let go on what runs (5.14)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  --v-v|');
      const calls = hot('  0h----|');
      const workSubs = '   ^----!';
      const expected = '   --v-v-|';
      expectObservable(held({ project: () => work }, calls)).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe(workSubs);
    }),
  );

  it(
    'should hold a ready key that waits for a slot, or for the end of a pause (5.14, 5.3, 5.8)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = '     -0h---|';
      const paused = '    t---f';
      const expected = '  -------v|';
      expectObservable(
        smartPoll({
          tasks: {
            busy: { startDue: 0, priority: 1, project: () => cold('----|') },
            work: { project: () => cold('v|'), next: (v) => [v] },
          },
          hooks: { calls: { source: hot<string>(calls), next: obey as (call: string, loop: any) => any } },
          concurrent: 1,
        }),
      ).toBe(expected);
      const pause = hot(paused, { t: true, f: false });
      expectObservable(held({ project: () => cold('v|') }, hot(calls), { pause })).toBe(expected);
    }),
  );

  it.each([
    ['with a wish that is due', '      n-0---r-|', '   ------v-|'],
    ['with one that is not', '         n-5-r---|', '   -------v|'],
    ['with a date that is past', '     n-p-r---|', '   ----v---|'],
    ['without a wish', '               n---r---|', '   --------|'],
    ['of what has an end', '           h-0r----|', '   ---v----|'],
    ['of what is over', '              h-----r-|', '   --------|'],
    ['of what is not held', '          --3r----|', '   -----v--|'],
    ['in the turn of the hold', '      0-x-----|', '   v-------|'],
    ['twice', '                        n-0rr---|', '   ---v----|'],
  ])('should end with a release: %s (5.14)', (_, calls, expected) => {
    marbles(({ cold, hot, expectObservable }) => {
      expectObservable(held({ project: () => cold('v|') }, hot(calls.trim()))).toBe(expected.trim());
    })();
  });

  it(
    'should not keep a run alive until a release that nobody can make (5.14, 4.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = '     n-0--|';
      const expected = '  -----|';
      const ended = '     h-0--|';
      const later = '     -----v|';
      expectObservable(held({ project: () => cold('v|') }, hot(calls))).toBe(expected);
      expectObservable(held({ overlap: 'concat', project: () => cold('v|') }, hot(calls))).toBe(expected);
      expectObservable(held({ project: () => cold('v|') }, hot(ended))).toBe(later);
    }),
  );

  it(
    'should forget what unschedule, stopTimer and drain take back (5.14, 1.4, 1.6, 5.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const unscheduled = '  h-0-u---|';
      const none = '         --------|';
      const stopped = '      h-0-t-0-|';
      const again = '        ----f-v-|';
      const notReady = '     n---t---|';
      const unheld = '       ----f---|';
      const drained = '      h-0-----';
      const drain = '        ---d';
      const over = '         ---|';
      const task = () => ({ project: () => cold('v|') });
      expectObservable(held(task(), hot(unscheduled))).toBe(none);
      expectObservable(held(task(), hot(stopped))).toBe(again, { f: false, v: 'v' });
      expectObservable(held(task(), hot(notReady))).toBe(unheld, { f: false });
      expectObservable(held(task(), hot(drained), { drain: hot(drain) })).toBe(over);
    }),
  );

  it(
    'should stand when the key is cancelled (5.14, 5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ---v|');
      const calls = hot('  0h0c-----|');
      const workSubs1 = '  ^--!';
      const workSubs2 = '  ------^---!';
      const expected = '   ---------v|';
      expectObservable(held({ project: () => work }, calls)).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should tell the admitted time, and none until a release: dueTime (5.14, 1.7)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  =h=0=9=n=r=|');
      const expected = '   u-u-a-b-u-b---v|';
      const values = { u: 'none', a: 6, b: 14, v: 'v' };
      expectObservable(held({ project: () => cold('v|') }, calls)).toBe(expected, values);
    }),
  );

  it(
    'should be told by explain, and until when (5.14, 7.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  hq0q9qn0qrq|');
      const expected = '   -u-h-w--nvx|';
      const values = {
        x: { reason: 'running', dueTime: undefined, since: at(9) },
        u: { reason: 'unscheduled' },
        h: { reason: 'held', until: at(5) },
        w: { reason: 'waiting', dueTime: at(13) },
        n: { reason: 'held', until: undefined },
        v: 'v',
      };
      expectObservable(held({ project: () => cold('v|') }, calls)).toBe(expected, values);
    }),
  );

  it(
    'should hold what is latched, while its key runs too, as dueTime and explain tell (5.14, 5.5, 7.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('  ------v|');
      const calls = hot('  00=h=q------|');
      const workSubs1 = '  ^------!';
      const workSubs2 = '  --------^------!';
      const expected = '   --l-ah---------|';
      const values = { l: 1, a: 8, h: { reason: 'held', until: at(8) } };
      expectObservable(held({ project: () => work, next: () => [] }, calls)).toBe(expected, values);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
    }),
  );

  it(
    'should tell when a latched tick was admitted, though the hold was over before the run was (5.14, 1.7)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = () => cold('----------|');
      const calls = hot('  0-0h-=---=-|');
      const paused = hot(' t', { t: false });
      const expected = '   -----a---a----------|';
      expectObservable(held({ project: work }, calls, { pause: paused })).toBe(expected, { a: 8 });
    }),
  );

  it(
    'should leave the time that minInterval admits as it is, though released at that time (5.14, 5.11)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  0--0=--y---|');
      const expected = '   v---a--(av)|';
      const task = { minInterval: 7, project: () => cold('(v|)') };
      expectObservable(held(task, calls)).toBe(expected, { a: 7, v: 'v' });
    }),
  );

  it(
    'should wait for the later of it and minInterval, and explain says which that is (5.14, 5.11, 7.3)',
    marbles(({ cold, hot, expectObservable }) => {
      const shorter = '   0-hq0q------|'; // Held until 7, spaced until 9.
      const expected = '  v--u-w---v--|';
      const longer = '    0-----hq0q----|'; // Held until 11, spaced until 9.
      const held11 = '    v------u-h-v--|';
      const early = '     0----h0-q----|'; // Held until 10, and spaced until 9, at 8.
      const held10 = '    v-------i-v--|';
      const released = '  0-h-0-r------|';
      const spaced = '    v--------v---|';
      const task = () => ({ minInterval: 9, project: () => cold('v|') });
      const values = {
        v: 'v',
        u: { reason: 'unscheduled' },
        w: { reason: 'waiting', dueTime: at(9) },
        h: { reason: 'held', until: at(11) },
        i: { reason: 'held', until: at(10) },
      };
      expectObservable(held(task(), hot(shorter))).toBe(expected, values);
      expectObservable(held(task(), hot(longer))).toBe(held11, values);
      expectObservable(held(task(), hot(early))).toBe(held10, values);
      expectObservable(held(task(), hot(released))).toBe(spaced, values);
    }),
  );

  it(
    'should hold one key, and leave others alone (5.14)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  -h');
      const unsub = '      ---------!';
      const expected = '   wo-o-owow';
      const source$ = smartPoll({
        tasks: {
          work: { startDue: 0, repeatDue: 1, project: () => cold('w|'), next: (v) => [v] },
          other: { startDue: 1, repeatDue: 1, project: () => cold('o|'), next: (v) => [v] },
        },
        hooks: { calls: { source: calls, next: (_, loop) => loop.hold('work', 5) } },
      });
      expectObservable(source$, unsub).toBe(expected);
    }),
  );

  it(
    'should let a handler hold its own key, as a server asks for silence (5.14, 1.10)',
    marbles(({ cold, expectObservable }) => {
      const unsub = '     ------------!';
      const expected = '  --e-------e-';
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: 0,
            repeatDue: 1,
            project: () => cold('--#'),
            error: (_, loop) => (loop.hold(loop.key, 6), ['e']),
          },
        },
      });
      expectObservable(source$, unsub).toBe(expected);
    }),
  );

  it(
    'should be kept by a key that is removed and added again, if it has an end (5.14, 5.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const task: Task<string, string, string> = {
        startDue: 0,
        project: () => cold('v|'),
        next: (v) => [v],
      };
      const calls: Record<string, (loop: ControlLoop<string>) => void> = {
        h: (loop) => loop.hold('work', 5),
        n: (loop) => loop.hold('work', null),
        x: (loop) => (loop.remove('work'), loop.add('work', task)),
        r: (loop) => loop.remove('work'),
        a: (loop) => loop.add('work', task),
      };
      const table = [
        ['-hx----|', '  v-----v|'],
        ['-hr-a--|', '  v-----v|'],
        ['-hrax--|', '  v-----v|'],
        ['-hr----a|', ' v------v|'], // It is over.
        ['-nx----|', '  v-v----|'], // It has no end, and went with the key.
      ] as const;
      for (const [diagram, expected] of table)
        expectObservable(
          smartPoll({
            entries: [['work', task]] as [string, Task<string, string, string>][],
            hooks: {
              calls: { source: hot<string>(diagram), next: (call: string, loop) => calls[call]!(loop) },
            },
          }),
        ).toBe(expected.trim());
    }),
  );

  it(
    'should hold across runs, if it has an end (5.14, 4.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const unsub = '  --!';
      const first = '  v-';
      const again = '  ---^-----!';
      const table = [
        ['-h', '       ------v--'],
        ['-d', '       --------v'],
        ['-n', '       ---v-----'], // It has no end, and went with its run.
      ] as const;
      for (const [calls, expected] of table) {
        const source$ = held({ startDue: 0, project: () => cold('v|') }, hot(`${calls}--------`));
        expectObservable(source$, unsub).toBe(first);
        expectObservable(source$, again).toBe(expected.trim());
      }
    }),
  );

  it(
    'should be told to the monitor, as is its end by a release, and when the key is due then (5.14, 7.1)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const events: unknown[] = [];
      const monitor = {
        next: ({ type, time, ...rest }: LoopEvent<'work'>) => {
          if (['hold', 'release', 'schedule', 'start'].includes(type)) events.push([time, type, rest]);
        },
      };
      const calls = hot('  2h-n-r---r|');
      const expected = '   -----v----|';
      expectObservable(held({ project: () => cold('v|') }, calls, { monitor })).toBe(expected);
      flush();
      const key = 'work';
      expect(events).toEqual([
        [0, 'schedule', { key, dueTime: at(2) }],
        [1, 'hold', { key, until: at(6) }],
        [1, 'schedule', { key, dueTime: at(6) }],
        [3, 'hold', { key, until: undefined }],
        [5, 'release', { key }],
        [5, 'schedule', { key, dueTime: at(2) }],
        [5, 'start', { key, stage: 1 }],
      ]);
    }),
  );

  it(
    'should take a counted tick out of the line in which it waits to start (5.14, 5.5)',
    marbles(({ cold, hot, expectObservable }) => {
      const work = cold('   v|');
      const calls = hot('   -0h------|');
      const paused = hot('  t---f', { t: true, f: false });
      const expected = '    -------v-|';
      expectObservable(held({ overlap: 'concat', project: () => work }, calls, { pause: paused })).toBe(
        expected,
      );
    }),
  );

  it(
    'should be told to the monitor as the key is added again, and in the next run (5.14, 7.1)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const events: unknown[] = [];
      const monitor = {
        next: (event: LoopEvent) => {
          if (event.type === 'hold') events.push([event.time, event.until]);
          if (event.type === 'add' || event.type === 'run') events.push([event.time, event.type]);
        },
      };
      const task = { project: () => cold('v|') };
      const source$ = smartPoll({
        tasks: { work: task },
        hooks: {
          calls: {
            source: hot('-h-a------'),
            next: (call, loop) => {
              if (call === 'h') return loop.hold('work', 5);
              loop.remove('work');
              loop.add('work', task);
            },
          },
        },
        monitor,
      });
      expectObservable(source$, '----!').toBe('');
      expectObservable(source$, '-----^-!').toBe('');
      flush();
      expect(events).toEqual([
        [0, 'run'],
        [1, at(6)],
        [3, 'add'],
        [3, at(6)],
        [5, 'run'],
        [5, at(6)],
      ]);
    }),
  );
});
