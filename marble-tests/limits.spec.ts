import { describe, expect, it } from '@jest/globals';
import { map, NEVER, of, type Observable } from 'rxjs';
import {
  smartPoll,
  type ControlLoop,
  type Limit,
  type LoopEvent,
  type Rate,
  type Task,
} from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

type Tasks = Record<string, Task<string>>;

describe('limits', () => {
  const at = (ms: number) => new Date(ms);

  /** Keys that share limits, all due at once unless they say otherwise, and a hook whose letters are looked up. */
  const sharing = (
    limits: Record<string, Limit>,
    tasks: Tasks,
    calls: Observable<string> = NEVER,
    commands: Record<string, (loop: ControlLoop<string>) => unknown[] | void> = {},
    config = {},
  ): Observable<unknown> =>
    smartPoll({
      limits,
      entries: Object.entries(tasks).map(([key, task]) => [key, { startDue: 0, ...task }] as const),
      hooks: { calls: { source: calls, next: (call, loop) => commands[call]!(loop) as any } },
      ...config,
    });

  // picture: limit-concurrent: limits: { host: { concurrent: 2 } }
  it(
    'should run so many at once of those that name a limit, and leave others alone (5.15)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold('     ---|');
      const b = cold('     -----|');
      const c = cold('     ---|');
      const d = cold('     ---|');
      const free = cold('  -|');
      const calls = hot('  -|');
      const aSubs = '      ^--!';
      const bSubs = '      ^----!';
      const cSubs = '      ---^--!';
      const dSubs = '      -----^--!';
      const freeSubs = '   ^!';
      const expected = '   --------|';
      const limit = 'host';
      expectObservable(
        sharing(
          { host: { concurrent: 2 } },
          {
            a: { limit, project: () => a },
            b: { limit, project: () => b },
            c: { limit, project: () => c },
            d: { limit, project: () => d },
            free: { project: () => free },
          },
          calls,
        ),
      ).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(c.subscriptions).toBe(cSubs);
      expectSubscriptions(d.subscriptions).toBe(dSubs);
      expectSubscriptions(free.subscriptions).toBe(freeSubs);
    }),
  );

  it(
    'should offer room to the next in line, where the first was offered it and another took what else that needs (5.15)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const both = cold('  ---|');
      const right = cold(' ---|');
      const waits = cold(' -|');
      const left = cold('  -|');
      const bothSubs = '   ^--!';
      const rightSubs = '  ---^--!';
      const waitsSubs = '  ------^!';
      const leftSubs = '   ---^!';
      const expected = '   -------|';
      const limits = { left: { concurrent: 1 }, right: { concurrent: 1 } };
      const tasks: Tasks = {
        both: { limit: ['left', 'right'], priority: 4, project: () => both },
        right: { limit: 'right', priority: 3, project: () => right },
        waits: { limit: ['left', 'right'], priority: 2, project: () => waits },
        left: { limit: 'left', priority: 1, project: () => left },
      };
      expectObservable(sharing(limits, tasks, cold('-|'))).toBe(expected);
      expectSubscriptions(both.subscriptions).toBe(bothSubs);
      expectSubscriptions(right.subscriptions).toBe(rightSubs);
      expectSubscriptions(waits.subscriptions).toBe(waitsSubs);
      expectSubscriptions(left.subscriptions).toBe(leftSubs);
    }),
  );

  it(
    'should complete when the last that waits for a rate is unscheduled, and not when there would be room (4.6, 5.15)',
    marbles(({ cold, hot, expectObservable }) => {
      const project = () => cold('-|');
      const calls = hot('    -----(x|)');
      const expected = '     -----|';
      const tasks: Tasks = { first: { limit: 'rate', project }, waits: { limit: 'rate', project } };
      const limits = { rate: { rate: { starts: 1, per: 20 } } };
      expectObservable(sharing(limits, tasks, calls, { x: ({ unschedule }) => unschedule('waits') })).toBe(
        expected,
      );
    }),
  );

  // picture: limit-rate: limits: { account: { rate: { starts: 2, per: 5 } } }
  it(
    'should start so many in any span of a rate, counted from start to start (5.15)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold('     -|');
      const b = cold('     -|');
      const c = cold('     -|');
      const d = cold('     -|');
      const calls = hot('  -|');
      const aSubs = '      ^!';
      const bSubs = '      ---^!';
      const cSubs = '      -----^!'; // 0 counts no more.
      const dSubs = '      --------^!'; // 3 counts no more.
      const expected = '   ---------|';
      const limit = 'account';
      expectObservable(
        sharing(
          { account: { rate: { starts: 2, per: 5 } } },
          {
            a: { limit, project: () => a },
            b: { limit, startDue: 3, project: () => b },
            c: { limit, startDue: 3, project: () => c },
            d: { limit, startDue: 4, project: () => d },
          },
          calls,
        ),
      ).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(c.subscriptions).toBe(cSubs);
      expectSubscriptions(d.subscriptions).toBe(dSubs);
    }),
  );

  it(
    'should keep a key that repeats itself at once to the rate (5.15, 1.10)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a = cold('  -|');
      const unsub = '   ------------!';
      const subs1 = '   ^!';
      const subs2 = '   -^!';
      const subs3 = '   -----^!';
      const subs4 = '   ------^!';
      const subs5 = '   ----------^!';
      const subs6 = '   -----------^!';
      const limit = 'account';
      const rate = { starts: 2, per: 5 };
      const source$ = sharing({ account: { rate } }, { a: { limit, repeatDue: 0, project: () => a } });
      expectObservable(source$, unsub).toBe('');
      expectSubscriptions(a.subscriptions).toBe([subs1, subs2, subs3, subs4, subs5, subs6]);
    }),
  );

  it(
    'should take what a start costs from the rate, and 1 from concurrent (5.15)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold('     --|');
      const b = cold('     --|');
      const c = cold('     --|');
      const calls = hot('  -|');
      const aSubs = '      ^-!';
      const bSubs = '      ^-!'; // 3 + 2 of 5.
      const cSubs = '      -----^-!';
      const expected = '   -------|';
      const limit = 'account';
      expectObservable(
        sharing(
          { account: { concurrent: 2, rate: { starts: 5, per: 5 } } },
          {
            a: { limit, cost: 3, project: () => a },
            b: { limit, cost: 2, project: () => b },
            c: { limit, project: () => c },
          },
          calls,
        ),
      ).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(c.subscriptions).toBe(cSubs);
    }),
  );

  it(
    'should not let what costs little pass what costs much for ever: room is kept for the first (5.15, 2.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const big = cold('    -|');
      const small = cold('  -|');
      const other = cold('  -|');
      const unsub = '       -----------!';
      const smallSubs1 = '  ^!';
      const smallSubs2 = '  ----------^!'; // Not at 2, where 4 of 5 are free: they are kept.
      const bigSubs = '     -----^!';
      const otherSubs = '   --^!'; // It needs another limit.
      const limit = 'account';
      const rate = { starts: 5, per: 5 };
      expectObservable(
        sharing(
          { account: { rate }, host: { concurrent: 1 }, free: {} },
          {
            big: { limit, startDue: 1, cost: 5, project: () => big },
            small: { limit: [limit, 'free'], repeatDue: 1, project: () => small }, // In a line of its own.
            other: { limit: 'host', startDue: 2, project: () => other },
          },
        ),
        unsub,
      ).toBe('');
      expectSubscriptions(big.subscriptions).toBe(bigSubs);
      expectSubscriptions(small.subscriptions).toBe([smallSubs1, smallSubs2]);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );

  it(
    'should start a key only where all its limits have room, and take none before (5.15)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold('     ----|');
      const both = cold('  -|');
      const b = cold('     --|');
      const calls = hot('  -|');
      const aSubs = '      ^---!';
      const bSubs = '      -^-!'; // What waits for `left` keeps no room at `right`.
      const bothSubs = '   ----^!';
      const expected = '   -----|';
      expectObservable(
        sharing(
          { left: { concurrent: 1 }, right: { concurrent: 1 } },
          {
            a: { limit: 'left', project: () => a },
            both: { limit: ['left', 'right'], project: () => both },
            b: { limit: 'right', startDue: 1, project: () => b },
          },
          calls,
        ),
      ).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(both.subscriptions).toBe(bothSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
    }),
  );

  it(
    'should keep room until the last turn of a run, which may hold the limit (5.15)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a = cold('    --#', undefined, 429);
      const b = cold('    -|');
      const slow = cold(' -(s|)');
      const turn = cold(' ----|');
      const unsub = '     ----------------!';
      const aSubs = '     ^-!';
      const bSubs = '     ---------------^!'; // The turn of slow lasts from 1 to 5; then comes that of a.
      const limit = 'host';
      const tasks: Tasks = {
        a: { limit, project: () => a, error: (_, loop) => loop.holdLimit('host', 10) },
        b: { limit, project: () => b },
        slow: { project: () => slow, next: () => turn },
      };
      expectObservable(sharing({ host: { concurrent: 1 } }, tasks), unsub).toBe('');
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
    }),
  );

  it(
    'should give room back with the last turn of several, and without one where nothing handles the end (5.15)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a = cold('    --(ab|)');
      const b = cold('    -|');
      const c = cold('    -|');
      const turn = cold(' --|');
      const unsub = '     ----------!';
      const bSubs = '     ------^!'; // After both turns.
      const cSubs = '     -------^!';
      const limit = 'host';
      const tasks: Tasks = {
        a: { limit, project: () => a, next: () => turn },
        b: { limit, project: () => b },
        c: { limit, project: () => c },
      };
      expectObservable(sharing({ host: { concurrent: 1 } }, tasks), unsub).toBe('');
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(c.subscriptions).toBe(cSubs);
    }),
  );

  it(
    'should start those that wait in order: priority, due time, becoming ready (5.15, 2.4, 5.4)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const busy = cold('   ---|');
      const last = cold('   -|');
      const first = cold('  -|');
      const next = cold('   -|');
      const calls = hot('   -|');
      const busySubs = '    ^--!';
      const firstSubs = '   ---^!';
      const nextSubs = '    ----^!';
      const lastSubs = '    -----^!';
      const expected = '    ------|';
      const limit = 'host';
      expectObservable(
        sharing(
          { host: { concurrent: 1 } },
          {
            busy: { limit, project: () => busy },
            last: { limit, startDue: 2, project: () => last },
            next: { limit, startDue: 1, project: () => next },
            first: { limit, startDue: 2, priority: 1, project: () => first },
          },
          calls,
        ),
      ).toBe(expected);
      expectSubscriptions(busy.subscriptions).toBe(busySubs);
      expectSubscriptions(first.subscriptions).toBe(firstSubs);
      expectSubscriptions(next.subscriptions).toBe(nextSubs);
      expectSubscriptions(last.subscriptions).toBe(lastSubs);
    }),
  );

  it(
    'should need a slot too where the whole loop is limited, which who waits for a limit does not take (5.15, 5.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold('     ------|');
      const b = cold('     -|');
      const free = cold('  ---|');
      const calls = hot('  -|');
      const aSubs = '      ^-----!';
      const freeSubs = '   -^--!'; // It passes `b`, which is first and waits for its limit.
      const bSubs = '      ------^!';
      const expected = '   -------|';
      const limit = 'host';
      expectObservable(
        sharing(
          { host: { concurrent: 1 } },
          {
            a: { limit, project: () => a },
            b: { limit, priority: -1, project: () => b },
            free: { startDue: 1, priority: -2, project: () => free },
          },
          calls,
          {},
          { concurrent: 2 },
        ),
      ).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(free.subscriptions).toBe(freeSubs);
    }),
  );

  it.each([
    ['as it fails', '               --#', '     -', '^-!', '--^!'],
    ['as it is cancelled', '        -----|', '  --c', '^-!', '--^!'],
    ['as its key is removed', '     -----|', '  --r', '^-!', '--^!'],
    ['as it completes in a turn', ' --v|', '    -', '^--!', '---^!'],
    ['as it takes too long', '      --------|', '-', '^---!', '----^!'],
  ])('should give room back %s (5.15)', (_, work, calls, aSubs, bSubs) => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold(work.trim());
      const b = cold('  -|');
      const limit = 'host';
      const source$ = sharing(
        { host: { concurrent: 1 } },
        {
          a: { limit, timeout: 4, project: () => a, next: () => undefined, error: () => undefined },
          b: { limit, project: () => b },
        },
        hot(calls.trim()),
        { c: (loop) => void loop.cancel('a'), r: (loop) => loop.remove('a') },
      );
      expectObservable(source$, '--------!').toBe('');
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
    })();
  });

  it(
    'should give up its place with its readiness: unschedule, a future due, remove (5.15, 1.1, 1.4, 5.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      for (const call of [
        (loop: ControlLoop<string>) => loop.unschedule('gone'),
        (loop: ControlLoop<string>) => loop.schedule('gone', 100),
        (loop: ControlLoop<string>) => loop.remove('gone'),
      ]) {
        const busy = cold('  ----|');
        const gone = cold('  -|');
        const next = cold('  -|');
        const calls = hot('  -c');
        const unsub = '      -------!';
        const nextSubs = '   ----^!';
        const limit = 'host';
        expectObservable(
          sharing(
            { host: { concurrent: 1 } },
            {
              busy: { limit, project: () => busy },
              gone: { limit, project: () => gone },
              next: { limit, project: () => next },
            },
            calls,
            { c: call },
          ),
          unsub,
        ).toBe('');
        expectSubscriptions(gone.subscriptions).toBe([]);
        expectSubscriptions(next.subscriptions).toBe(nextSubs);
      }
    }),
  );

  it(
    'should count each run of an overlapping key, and each tick that concat counts (5.15, 5.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const merged = cold('    ------|');
      const counted = cold('   -|');
      const replaced = cold('  ------|');
      const calls = hot('      -ss');
      const unsub = '          -------------!';
      const mergedSubs1 = '    ^-----!';
      const mergedSubs2 = '    -^-----!';
      const mergedSubs3 = '    ------^-----!'; // Two at once.
      const countedSubs1 = '   ^!';
      const countedSubs2 = '   -^!';
      const countedSubs3 = '   -----^!'; // Two in five frames.
      const replacedSubs1 = '  ^!';
      const replacedSubs2 = '  -^!'; // What it replaces gives its room back.
      const replacedSubs3 = '  --^-----!';
      const again = (loop: ControlLoop<string>) => {
        for (const key of loop.keys()) loop.schedule(key, 0);
      };
      expectObservable(
        sharing(
          {
            two: { concurrent: 2 },
            rate: { rate: { starts: 2, per: 5 } },
            one: { concurrent: 1 },
          },
          {
            merged: { limit: 'two', overlap: 'merge', project: () => merged },
            counted: { limit: 'rate', overlap: 'concat', project: () => counted },
            replaced: { limit: 'one', overlap: 'switch', project: () => replaced },
          },
          calls,
          { s: again },
        ),
        unsub,
      ).toBe('');
      expectSubscriptions(merged.subscriptions).toBe([mergedSubs1, mergedSubs2, mergedSubs3]);
      expectSubscriptions(counted.subscriptions).toBe([countedSubs1, countedSubs2, countedSubs3]);
      expectSubscriptions(replaced.subscriptions).toBe([replacedSubs1, replacedSubs2, replacedSubs3]);
    }),
  );

  it(
    'should know a limit by its name, whichever task names it, in whatever order (5.15, 5.6)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const a = cold('      ---|');
      const b = cold('      -|');
      const added = cold('  -|');
      const calls = hot('   -a');
      const unsub = '       -------!';
      const aSubs = '       ^--!';
      const bSubs = '       ---^!';
      const addedSubs = '   ----^!';
      expectObservable(
        sharing(
          { left: { concurrent: 1 }, right: { concurrent: 1 } },
          {
            a: { limit: ['left', 'right'], project: () => a },
            b: { limit: ['right', 'left'], project: () => b },
          },
          calls,
          { a: (loop) => loop.add('added', { startDue: 0, limit: ['left'], project: () => added }) },
        ),
        unsub,
      ).toBe('');
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(added.subscriptions).toBe(addedSubs);
    }),
  );

  it(
    'should keep the rate across runs, but not what ran (5.15, 4.1)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const rated = cold('    ----|');
      const width = cold('    ----|');
      const unsub = '         --!';
      const again = '         ---^-----!';
      const ratedSubs1 = '    ^-!';
      const ratedSubs2 = '    -----^---!';
      const widthSubs1 = '    ^-!';
      const widthSubs2 = '    ---^---!';
      for (const [limit, work] of [
        [{ rate: { starts: 1, per: 5 } }, rated],
        [{ concurrent: 1 }, width],
      ] as const) {
        const source$ = sharing({ host: limit }, { a: { limit: 'host', project: () => work } });
        expectObservable(source$, unsub).toBe('');
        expectObservable(source$, again).toBe('');
      }
      expectSubscriptions(rated.subscriptions).toBe([ratedSubs1, ratedSubs2]);
      expectSubscriptions(width.subscriptions).toBe([widthSubs1, widthSubs2]);
    }),
  );

  describe('holdLimit', () => {
    const calls: Record<string, (loop: ControlLoop<string>) => void> = {
      h: (loop) => loop.holdLimit('host', 5),
      d: (loop) => loop.holdLimit('host', at(6)),
      n: (loop) => loop.holdLimit('host', null),
      z: (loop) => loop.holdLimit('host', 0),
      r: (loop) => loop.releaseLimit('host'),
    };

    it.each([
      ['from now', '                     -h', '        ------^!'],
      ['until a date', '                 -d', '        ------^!'],
      ['until it is released', '         -n--r', '     ----^!'],
      ['until it is released sooner', '  -h--r', '     ----^!'],
      ['longer, by a later one', '       -d-h', '      --------^!'],
      ['shorter, by a later one', '      -h-z', '      ---^!'],
      ['for ever, by a later one', '     -h-n----r', ' --------^!'],
    ])('should hold all keys of the limit %s (5.15)', (_, diagram, startSubs) => {
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const a = cold('     -|');
        const b = cold('     -|');
        const both = cold('  -|');
        const free = cold('  -|');
        const unsub = '      ------------!';
        const freeSubs = '   --^!';
        const limit = 'host';
        const startDue = 2;
        expectObservable(
          sharing(
            { host: {}, other: { concurrent: 1 } },
            {
              a: { limit, startDue, project: () => a },
              b: { limit, startDue, project: () => b },
              both: { limit: ['other', 'host'], startDue, project: () => both },
              free: { limit: 'other', startDue, project: () => free },
            },
            hot(diagram.trim()),
            calls,
          ),
          unsub,
        ).toBe('');
        for (const work of [a, b, both]) expectSubscriptions(work.subscriptions).toBe(startSubs.trim());
        expectSubscriptions(free.subscriptions).toBe(freeSubs);
      })();
    });

    it(
      'should hold those that are under way and schedule themselves, and let go on what runs (5.15, 1.10)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const a = cold('       ---|');
        const b = cold('       ---|');
        const diagram = hot('  --h');
        const unsub = '        ------------!';
        const subs1 = '        ^--!';
        const subs2 = '        -------^--!';
        const subs3 = '        -----------^!';
        const limit = 'host';
        const repeatDue = 1;
        expectObservable(
          sharing(
            { host: { concurrent: 2 } },
            { a: { limit, repeatDue, project: () => a }, b: { limit, repeatDue, project: () => b } },
            diagram,
            calls,
          ),
          unsub,
        ).toBe('');
        for (const work of [a, b]) expectSubscriptions(work.subscriptions).toBe([subs1, subs2, subs3]);
      }),
    );

    it(
      'should leave the rate as it is, and count nothing while nothing starts (5.15)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const a = cold('       -|');
        const diagram = hot('  -h-----h');
        const unsub = '        -------------------!';
        const subs1 = '        ^!';
        const subs2 = '        ------^!'; // Held until 6, and the rate lets it start at 4.
        const subs3 = '        ------------^!';
        const subs4 = '        ----------------^!';
        expectObservable(
          sharing(
            { host: { rate: { starts: 1, per: 4 } } },
            { a: { limit: 'host', repeatDue: 0, project: () => a } },
            diagram,
            calls,
          ),
          unsub,
        ).toBe('');
        expectSubscriptions(a.subscriptions).toBe([subs1, subs2, subs3, subs4]);
      }),
    );

    it(
      'should hold across runs, if it has an end (5.15, 4.1)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const unsub = '   --!';
        const again = '   ---^-----!';
        const table = [
          ['h---------', '-----^!'],
          ['d---------', '------^!'],
          ['n---------', '----^!'], // It has no end, and went with its run.
        ] as const;
        for (const [diagram, subs] of table) {
          const a = cold('-|');
          const task = { limit: 'host', startDue: 1, project: () => a };
          const source$ = sharing({ host: {} }, { a: task }, hot(diagram), calls);
          expectObservable(source$, unsub).toBe('');
          expectObservable(source$, again).toBe('');
          expectSubscriptions(a.subscriptions).toBe(subs);
        }
      }),
    );

    it(
      'should be told to the monitor (5.15, 7.1)',
      marbles(({ cold, hot, expectObservable, flush }) => {
        const events: unknown[] = [];
        const monitor = {
          next: ({ type, time, ...rest }: LoopEvent) => {
            if (type.endsWith('limit')) events.push([time, type, rest]);
          },
        };
        const diagram = hot('  -h-n-r-r|');
        const expected = '     --------|';
        const task = { limit: 'host', project: () => cold('-|') };
        expectObservable(sharing({ host: {} }, { a: task }, diagram, calls, { monitor })).toBe(expected);
        flush();
        const limit = 'host';
        expect(events).toEqual([
          [1, 'hold-limit', { limit, until: at(6) }],
          [3, 'hold-limit', { limit, until: undefined }],
          [5, 'release-limit', { limit }],
        ]);
      }),
    );

    it(
      'should be told to the monitor of the next run, while it lasts (5.15, 7.1)',
      marbles(({ hot, expectObservable, flush }) => {
        const events: unknown[] = [];
        const monitor = {
          next: ({ type, time, ...rest }: LoopEvent) => {
            if (type === 'hold-limit' || type === 'run')
              events.push([time, type, 'until' in rest && rest.until]);
          },
        };
        const first = '       --!';
        const second = '      ---^--!';
        const afterwards = '  --------^-!';
        const task = { limit: 'host', startDue: 99, project: () => NEVER };
        const source$ = sharing({ host: {} }, { a: task }, hot('-h---------'), calls, { monitor });
        for (const run of [first, second, afterwards]) expectObservable(source$, run).toBe('');
        flush();
        expect(events).toEqual([
          [0, 'run', false],
          [1, 'hold-limit', at(6)],
          [3, 'run', false],
          [3, 'hold-limit', at(6)],
          [8, 'run', false],
        ]);
      }),
    );
  });

  describe('that change', () => {
    const three = (limit?: string): Tasks =>
      Object.fromEntries(
        ['a', 'b', 'c'].map((key) => [key, { ...(limit && { limit }), project: () => NEVER }]),
      );
    const starts = (events: string[]) => ({
      next: (event: LoopEvent) => {
        if (event.type === 'start') events.push(`${event.time} ${event.key}`);
      },
    });

    it.each(['of the loop', 'of a limit'])(
      'should start nothing before the first value, and more as it is raised: concurrent %s (5.15, 5.3)',
      (whose) => {
        marbles(({ hot, expectObservable, flush }) => {
          const events: string[] = [];
          const concurrent = hot('  --1---2-5');
          const unsub = '           ----------!';
          const counts = concurrent.pipe(map(Number));
          const monitor = starts(events);
          const source$ =
            whose === 'of the loop'
              ? sharing({}, three(), NEVER, {}, { concurrent: counts, monitor })
              : sharing({ host: { concurrent: counts } }, three('host'), NEVER, {}, { monitor });
          expectObservable(source$, unsub).toBe('');
          flush();
          expect(events).toEqual(['2 a', '6 b', '8 c']);
        })();
      },
    );

    it(
      'should stop nothing that runs as concurrent is lowered, and wait for as many to end (5.15, 5.3)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const a = cold('           ----|');
        const b = cold('           ------|');
        const c = cold('           -|');
        const concurrent = hot('   x-y', { x: 2, y: 1 });
        const unsub = '            ----------!';
        const aSubs = '            ^---!';
        const bSubs = '            ^-----!';
        const cSubs = '            ------^!';
        const limit = 'host';
        expectObservable(
          sharing(
            { host: { concurrent } },
            {
              a: { limit, project: () => a },
              b: { limit, project: () => b },
              c: { limit, startDue: 1, project: () => c },
            },
          ),
          unsub,
        ).toBe('');
        expectSubscriptions(a.subscriptions).toBe(aSubs);
        expectSubscriptions(b.subscriptions).toBe(bSubs);
        expectSubscriptions(c.subscriptions).toBe(cSubs);
      }),
    );

    it(
      'should count what has started by the new rate, and start nothing before its first value (5.15)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const a = cold('     -|');
        const rate = hot('   -x--y-----z', {
          x: { starts: 1, per: 10 } as Rate,
          y: { starts: 2, per: 10 } as Rate,
          z: { starts: 1, per: 3 } as Rate,
        });
        const unsub = '      -----------------!';
        const subs1 = '      -^!';
        const subs2 = '      ----^!'; // There is room for one more.
        const subs3 = '      ----------^!'; // 4 is no longer in the span.
        const subs4 = '      -------------^!';
        const subs5 = '      ----------------^!';
        const source$ = sharing({ host: { rate } }, { a: { limit: 'host', repeatDue: 0, project: () => a } });
        expectObservable(source$, unsub).toBe('');
        expectSubscriptions(a.subscriptions).toBe([subs1, subs2, subs3, subs4, subs5]);
      }),
    );

    it(
      'should let nothing start at 0, and what costs more than there is wait (5.15)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const a = cold('        -|');
        const big = cold('      -|');
        const concurrent = hot('1-0--1', { 0: 0, 1: 1 });
        const rate = hot('      x------y', { x: { starts: 2, per: 2 }, y: { starts: 3, per: 2 } });
        const unsub = '         ---------!';
        const aSubs1 = '        ^!';
        const aSubs2 = '        -----^!';
        const aSubs3 = '        --------^!';
        const bigSubs = '       -------^!';
        expectObservable(
          sharing(
            { width: { concurrent }, pace: { rate } },
            {
              a: { limit: 'width', repeatDue: 2, project: () => a },
              big: { limit: 'pace', cost: 3, project: () => big },
            },
          ),
          unsub,
        ).toBe('');
        expectSubscriptions(a.subscriptions).toBe([aSubs1, aSubs2, aSubs3]);
        expectSubscriptions(big.subscriptions).toBe(bigSubs);
      }),
    );

    it(
      'should keep the last value of one that completes, and never keep a run alive (5.15, 4.6)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const a = cold('           -|');
        const b = cold('           -|');
        const calls = hot('        |');
        const concurrent = cold('  (1|)', { 1: 1 });
        const rate = cold('        x', { x: { starts: 5, per: 5 } });
        const concurrentSubs = '   (^!)';
        const rateSubs = '         ^-!';
        const aSubs = '            ^!';
        const bSubs = '            -^!';
        const expected = '         --|';
        const limit = 'host';
        expectObservable(
          sharing(
            { host: { concurrent, rate } },
            { a: { limit, project: () => a }, b: { limit, project: () => b } },
            calls,
          ),
        ).toBe(expected);
        expectSubscriptions(concurrent.subscriptions).toBe(concurrentSubs);
        expectSubscriptions(rate.subscriptions).toBe(rateSubs);
        expectSubscriptions(a.subscriptions).toBe(aSubs);
        expectSubscriptions(b.subscriptions).toBe(bSubs);
      }),
    );

    it(
      'should end the run with the error of one (5.15, 4.2)',
      marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
        const table: [(source: Observable<any>) => object, Record<string, unknown>][] = [
          [(concurrent) => ({ concurrent }), { v: 1 }],
          [(concurrent) => ({ limits: { host: { concurrent } } }), { v: 1 }],
          [(rate) => ({ limits: { host: { rate } } }), { v: { starts: 1, per: 1 } }],
        ];
        for (const [config, values] of table) {
          const a = cold('       -----|');
          const source = hot('   v--#', values, 'gone');
          const sourceSubs = '   ^--!';
          const aSubs = '        ^--!';
          const expected = '     ---#';
          const limits = { host: {} };
          const source$ = sharing(
            limits,
            { a: { limit: 'host', project: () => a } },
            NEVER,
            {},
            config(source),
          );
          expectObservable(source$).toBe(expected, undefined, 'gone');
          expectSubscriptions(source.subscriptions).toBe(sourceSubs);
          expectSubscriptions(a.subscriptions).toBe(aSubs);
        }
      }),
    );

    it.each([
      ['concurrent', -1, /must be a whole number from 0, or Infinity, got -1/],
      ['concurrent', 1.5, /1\.5/],
      ['concurrent', NaN, /NaN/],
      ['concurrent', '2', /2.*string/],
      ['concurrent', undefined, /undefined/],
      ['limits.host.concurrent', -1, /-1/],
      ['limits.host.concurrent', null, /null/],
      ['limits.host.rate', 5, /\b5\b/],
      ['limits.host.rate', null, /null/],
      ['limits.host.rate', { starts: 1 }, /per.*undefined/],
      ['limits.host.rate', { per: 1 }, /starts.*undefined/],
      ['limits.host.rate', { starts: -1, per: 1 }, /starts.*-1/],
      ['limits.host.rate', { starts: 1, per: 0 }, /per.*\b0\b/],
      ['limits.host.rate', { starts: 1, per: Infinity }, /per.*Infinity/],
      ['limits.host.rate', { starts: 1, per: 1, spans: 1 }, /spans/],
    ])(
      'should end the run with a TypeError on a value of %s that is no limit: %p (5.15, 4.8)',
      (property, value, got) => {
        const errors: unknown[] = [];
        const source = of(value) as Observable<any>;
        const config: object =
          property === 'concurrent'
            ? { concurrent: source }
            : { limits: { host: { [property.split('.')[2]!]: source } } };
        sharing({ host: {} }, { a: { limit: 'host', project: () => NEVER } }, NEVER, {}, config).subscribe({
          error: (error: unknown) => errors.push(error),
        });
        expect(errors).toEqual([expect.any(TypeError)]);
        const { message } = errors[0] as TypeError;
        expect(message).toContain(`the value of ${property}`);
        expect(message).toMatch(got);
      },
    );
  });

  it(
    'should be told by explain: which limit, the place in line, and when time makes room (5.15, 7.3)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const told: unknown[] = [];
      const limit = 'host';
      const query = hot('  --q');
      const unsub = '      ---!';
      const source$ = sharing(
        { host: { concurrent: 1 }, pace: { rate: { starts: 1, per: 9 } }, shut: {}, later: {} },
        {
          busy: { limit, project: () => cold('-----|') },
          second: { limit, startDue: 1, priority: -1, project: () => NEVER },
          first: { limit, startDue: 1, project: () => NEVER },
          paced: { limit: 'pace', project: () => cold('-|'), repeatDue: 0 },
          both: { limit: ['pace', 'host'], startDue: 1, project: () => NEVER },
          shut: { limit: 'shut', startDue: 1, project: () => NEVER },
          later: { limit: 'later', startDue: 1, project: () => NEVER },
          free: { startDue: null, project: () => NEVER },
        },
        query,
        {
          q: (loop) => {
            for (const key of ['first', 'second', 'paced', 'both', 'shut', 'later']) {
              const { message, ...why } = loop.explain(key);
              told.push([message, why]);
            }
          },
        },
        {
          onRun: (loop: ControlLoop<string>) => {
            loop.holdLimit('shut', null);
            loop.holdLimit('later', 7);
          },
        },
      );
      expectObservable(source$, unsub).toBe('');
      flush();
      const due = { reason: 'limit', dueTime: at(1) };
      expect(told).toEqual([
        [expect.stringContaining('number 1 in line for the limit "host"'), { ...due, limit, place: 1 }],
        [expect.stringContaining('number 3 in line'), { ...due, limit, place: 3 }],
        [expect.stringContaining(at(9).toISOString()), { ...due, limit: 'pace', place: 1, until: at(9) }],
        [expect.stringContaining('number 2 in line'), { ...due, limit, place: 2 }],
        [expect.not.stringContaining('room'), { ...due, limit: 'shut', place: 1 }],
        [expect.stringContaining(at(7).toISOString()), { ...due, limit: 'later', place: 1, until: at(7) }],
      ]);
    }),
  );

  /** A dear key and a cheap one that comes again and again; they share an account, and each has a host of its own. */
  const dearAndCheap = (calls: Observable<string>, cold: (marble: string) => Observable<string>) =>
    sharing(
      { account: { rate: { starts: 4, per: 10 } }, near: {}, far: {} },
      {
        dear: {
          limit: ['account', 'far'],
          cost: 4,
          startDue: 5,
          project: () => cold('(d|)'),
          next: (v) => [v],
        },
        cheap: { limit: ['account', 'near'], repeatDue: 2, project: () => cold('(c|)'), next: (v) => [v] },
      },
      calls,
      { h: (loop) => loop.holdLimit('far', 12) },
    );

  it(
    'should keep room for the first that waits for it alone, or what costs much would never start (5.15)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  -----');
      const unsub = '      -------------------------!';
      const expected = '   c-c-c---------d---------c-';
      expectObservable(dearAndCheap(calls, cold), unsub).toBe(expected);
    }),
  );

  it(
    'should not keep room for one that waits elsewhere, too (5.15)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  h----');
      const unsub = '      -------------------------------!';
      const expected = '   c-c-c-c---c---------d---------c-';
      expectObservable(dearAndCheap(calls, cold), unsub).toBe(expected);
    }),
  );

  it(
    'should keep room no longer for one that comes to wait elsewhere, too (5.15)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  -------h--');
      const unsub = '      -------------------------------!';
      // From 7 to 19 the dear one waits for its host, too.
      const expected = '   c-c-c--c--c-c-c--c---------d----';
      expectObservable(dearAndCheap(calls, cold), unsub).toBe(expected);
    }),
  );

  it(
    'should tell all of the room that time makes, whoever notices it first (5.15)',
    marbles(({ cold, expectObservable }) => {
      const again = cold('  a|');
      const dear = cold('   d|');
      const first = cold('  f-----|');
      const long = cold('   l-----------------|');
      const near = cold('   n|');
      const other = cold('  o-|');
      const unsub = '       -----------------------------!';
      // At 25 the first one counts no more, and the long one ends: `dear` lacks room at both limits, so `again` may start.
      const expected = '    af-----l----------------o(na)-';
      const limits = { account: { rate: { starts: 2, per: 24 } }, host: { concurrent: 1 } };
      const both = ['account', 'host'];
      const next = (v: string) => [v];
      const tasks: Tasks = {
        again: { limit: 'account', repeatDue: 0, project: () => again, next },
        dear: { limit: both, cost: 2, priority: 1, startDue: 2, project: () => dear, next },
        long: { limit: 'host', startDue: 1, project: () => long, next },
        other: { limit: 'account', startDue: 1, project: () => other, next },
        first: { limit: both, priority: 1, startDue: 1, project: () => first, next },
        near: { limit: 'host', startDue: 1, project: () => near, next },
      };
      expectObservable(sharing(limits, tasks), unsub).toBe(expected);
    }),
  );

  it(
    'should come to an end where two limits without room have the same first in line (5.15)',
    marbles(({ cold, hot, expectObservable }) => {
      const calls = hot('  h--hhh----');
      const unsub = '      -----------------!';
      const expected = '   ----------(bnf)--';
      const limits = { near: {}, far: {} };
      const task = (limit: string | string[], v: string, priority = 0): Task<string> => ({
        ...{ limit, priority, startDue: 2 },
        project: () => cold('(v|)', { v }),
        next: (v) => [v],
      });
      const tasks = { both: task(['near', 'far'], 'b', 1), near: task('near', 'n'), far: task('far', 'f') };
      const hold = (loop: ControlLoop<string>) => (loop.holdLimit('near', 5), loop.holdLimit('far', 5));
      expectObservable(sharing(limits, tasks, calls, { h: hold }), unsub).toBe(expected);
    }),
  );
});
