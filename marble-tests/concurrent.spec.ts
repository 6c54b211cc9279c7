import { describe, it } from '@jest/globals';
import { ignoreElements, map, of, Subject, timer, type Observable } from 'rxjs';
import { smartPoll, type TaskContext } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('concurrent', () => {
  it(
    'should start everything that is ready at once by default (5.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a = cold('    --a|');
      const b = cold('    -b|');
      const c = cold('    c|');
      const aSubs = '     ^--!';
      const bSubs = '     ^-!';
      const cSubs = '     ^!';
      const expected = '  cba|';
      const source$ = smartPoll({
        tasks: {
          a: { startDue: 0, project: () => a, next: (v) => [v] },
          b: { startDue: 0, project: () => b, next: (v) => [v] },
          c: { startDue: 0, project: () => c, next: (v) => [v] },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(c.subscriptions).toBe(cSubs);
    }),
  );

  // picture: concurrent: startDue: 0, concurrent: 1
  it(
    'should run one first stage after the other with a limit of 1 (5.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a = cold('    --a|');
      const b = cold('    --b|');
      const c = cold('    --c|');
      const aSubs = '     ^--!';
      const bSubs = '     ---^--!';
      const cSubs = '     ------^--!';
      const expected = '  --a--b--c|';
      const source$ = smartPoll({
        tasks: {
          a: { startDue: 0, project: () => a, next: (v) => [v] },
          b: { startDue: 0, project: () => b, next: (v) => [v] },
          c: { startDue: 0, project: () => c, next: (v) => [v] },
        },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(c.subscriptions).toBe(cSubs);
    }),
  );

  it(
    'should keep two at work with a limit of 2, the next in line taking each freed slot (5.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const a = cold('    ------a|');
      const b = cold('    -b|');
      const c = cold('    -c|');
      const d = cold('    -d|');
      const aSubs = '     ^------!';
      const bSubs = '     ^-!';
      const cSubs = '     --^-!';
      const dSubs = '     ----^-!';
      const expected = '  -b-c-da|';
      const source$ = smartPoll({
        tasks: {
          a: { startDue: 0, project: () => a, next: (v) => [v] },
          b: { startDue: 0, project: () => b, next: (v) => [v] },
          c: { startDue: 0, project: () => c, next: (v) => [v] },
          d: { startDue: 0, project: () => d, next: (v) => [v] },
        },
        concurrent: 2,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(a.subscriptions).toBe(aSubs);
      expectSubscriptions(b.subscriptions).toBe(bSubs);
      expectSubscriptions(c.subscriptions).toBe(cSubs);
      expectSubscriptions(d.subscriptions).toBe(dSubs);
    }),
  );

  it(
    'should let ready keys wait by priority, then due time, then order of becoming ready (5.3, 2.4)',
    marbles(({ cold, hot, expectObservable }) => {
      const schedule = hot('  -xy-z--u|');
      const busy = cold('     --------b|');
      const starts = '        b--------u-z-y-x';
      const expected = '      -----------------|';
      const starts$ = new Subject<string>();
      const stages = { b: busy, u: cold('-u|'), x: cold('-x|'), y: cold('-y|'), z: cold('-z|') };
      const project = ({ key }: TaskContext<keyof typeof stages>) => (starts$.next(key), stages[key]);
      const source$ = smartPoll({
        tasks: {
          b: { startDue: 0, project },
          x: { project, priority: -1 },
          y: { project },
          z: { project },
          u: { project, priority: 1 },
        },
        hooks: {
          schedule: {
            source: schedule as Observable<'u' | 'x' | 'y' | 'z'>,
            next: (key, loop) => loop.schedule(key, key === 'z' ? new Date(0) : 0),
          },
        },
        concurrent: 1,
      });
      expectObservable(starts$).toBe(starts);
      expectObservable(source$).toBe(expected);
    }),
  );

  it(
    'should let a key of higher priority that comes due later overtake the line (5.3, 5.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const busy = cold('  ----b|');
      const low = cold('   -l|');
      const high = cold('  --h|');
      const busySubs = '   ^----!';
      const highSubs = '   -----^--!';
      const lowSubs = '    --------^-!';
      const expected = '   ----b--h-l|';
      const source$ = smartPoll({
        tasks: {
          busy: { startDue: 0, project: () => busy, next: (v) => [v] },
          low: { startDue: 1, project: () => low, next: (v) => [v] },
          high: { startDue: 3, priority: 1, project: () => high, next: (v) => [v] },
        },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(busy.subscriptions).toBe(busySubs);
      expectSubscriptions(low.subscriptions).toBe(lowSubs);
      expectSubscriptions(high.subscriptions).toBe(highSubs);
    }),
  );

  it(
    'should free the slot as the first stage ends, though turns of the key still queue (5.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const other = cold('  ----|');
      const otherSubs = '   ^---!';
      const expected = '    ---x--(y|)';
      const source$ = smartPoll({
        tasks: {
          work: { startDue: 0, project: () => of('x', 'y'), next: (v) => timer(3).pipe(map(() => v)) },
          other: { startDue: 0, project: () => other },
        },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );

  it(
    'should keep the slot until the first stage ends, though its only value was handled (5.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const work = cold('   w----|');
      const other = cold('  o|');
      const otherSubs = '   -----^!';
      const expected = '    w----o|';
      const source$ = smartPoll({
        tasks: {
          work: { startDue: 0, project: () => work, next: (v) => [v] },
          other: { startDue: 0, project: () => other, next: (v) => [v] },
        },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );

  it(
    'should free the slot of a failed and of a cancelled first stage (5.3, 5.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const fails = cold('  --#');
      const stuck = cold('  -----');
      const last = cold('   l|');
      const stop = hot('    ----c|');
      const stuckSubs = '   --^-!';
      const lastSubs = '    ----^!';
      const expected = '    --e-l|';
      const source$ = smartPoll({
        tasks: {
          fails: { startDue: 0, project: () => fails, error: () => ['e'] },
          stuck: { startDue: 0, project: () => stuck },
          last: { startDue: 0, project: () => last, next: (v) => [v] },
        },
        hooks: { stop: { source: stop, next: (_, loop) => void loop.cancel('stuck') } },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(stuck.subscriptions).toBe(stuckSubs);
      expectSubscriptions(last.subscriptions).toBe(lastSubs);
    }),
  );

  it(
    'should keep a key in line ready, its dueTime kept, and not running; unscheduling takes it out (5.3, 1.4)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const busy = cold('  -----b|');
      const line = cold('  l|');
      const calls = hot('  --qu|');
      const expected = '   --q--b|';
      const source$ = smartPoll({
        tasks: {
          busy: { startDue: 0, project: () => busy, next: (v) => [v] },
          line: { startDue: 1, project: () => line, next: (v) => [v] },
        },
        hooks: {
          calls: {
            source: calls,
            next: (call, loop) =>
              call === 'u'
                ? loop.unschedule('line')
                : [`${loop.dueTime('line')?.getTime()} ${loop.isRunning('line')}`],
          },
        },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected, { q: '1 false', b: 'b' });
      expectSubscriptions(line.subscriptions).toBe([]);
    }),
  );

  it(
    'should let a free slot go to the next key that may start, past one that waits for its own run (5.3, 2.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const work = cold('   ----w|');
      const other = cold('  o|');
      const again = hot('   -a|');
      const workSubs1 = '   ^----!';
      const workSubs2 = '   -----^----!';
      const otherSubs = '   --^!';
      const expected = '    --o-w----w|';
      const source$ = smartPoll({
        tasks: {
          work: { startDue: 0, priority: 9, project: () => work, next: (v) => [v] },
          other: { startDue: 2, project: () => other, next: (v) => [v] },
        },
        hooks: { again: { source: again, next: (_, loop) => loop.schedule('work', 0) } },
        concurrent: 2,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(work.subscriptions).toBe([workSubs1, workSubs2]);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );

  it(
    'should count every first stage of a merge key, and switch within its own slot (5.3, 5.5)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const merge = cold('   ---m|');
      const relay = cold('   ---r|');
      const ticks = hot('    -t|');
      const mergeSubs1 = '   ^---!';
      const mergeSubs2 = '   ----^---!';
      const switchSubs1 = '  ^!';
      const switchSubs2 = '  -^---!';
      const merged = '       ---m---m|';
      const switched = '     ----r|';
      const run = (work: typeof merge, overlap: 'merge' | 'switch') =>
        smartPoll({
          tasks: { work: { startDue: 0, overlap, project: () => work, next: (v) => [v] } },
          hooks: { ticks: { source: ticks, next: (_, loop) => loop.schedule('work', 0) } },
          concurrent: 1,
        });
      expectObservable(run(merge, 'merge')).toBe(merged);
      expectObservable(run(relay, 'switch')).toBe(switched);
      expectSubscriptions(merge.subscriptions).toBe([mergeSubs1, mergeSubs2]);
      expectSubscriptions(relay.subscriptions).toBe([switchSubs1, switchSubs2]);
    }),
  );

  it(
    'should take a slot freed during a turn only after it (5.3, 2.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const busy = cold('  --|');
      const next = cold('  n|');
      const slow = hot('   -s|');
      const nextSubs = '   -----^!';
      const expected = '   -----n|';
      const source$ = smartPoll({
        tasks: {
          busy: { startDue: 0, project: () => busy },
          next: { startDue: 0, project: () => next, next: (v) => [v] },
        },
        hooks: { slow: { source: slow, next: () => timer(4).pipe(ignoreElements()) } },
        concurrent: 1,
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(next.subscriptions).toBe(nextSubs);
    }),
  );
});
