import { describe, expect, it } from '@jest/globals';
import { defer, EMPTY, NEVER, of, repeat, Subject } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { driven, due, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';
import { stopTheClock } from '../spec/support/stop-the-clock.js';

stopTheClock();

describe('a run', () => {
  it(
    'should start from nothing scheduled (4.1)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('                  (v|)      ');
      const sourceSubs: string[] = [];
      const schedules = cold<Command>('       -s--      ', {
        s: (loop) => [(loop.schedule('a', 4), due(loop))],
      });
      const looks = cold<Command>('              ---l-----|', { l: (loop) => [due(loop)] });
      const firstUnsub = '                    --!       ';
      const firstExpected = '                 -d        ';
      const second = '                        ---^      ';
      const secondExpected = '                ------n-----|';

      const sources = [schedules, looks];
      const result = driven(
        source,
        defer(() => sources.shift()!),
      );
      expectObservable(result, firstUnsub).toBe(firstExpected, { d: 5 });
      expectObservable(result, second).toBe(secondExpected, { n: 'none' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it('should subscribe to the sources, then apply startDue, then call onRun, then start tasks (4.1)', () => {
    const log: string[] = [];
    const logged = (line: string) => defer(() => (log.push(line), NEVER));
    const subscription = smartPoll({
      tasks: {
        a: { startDue: () => (log.push('startDue a'), 0), project: () => (log.push('start a'), EMPTY) },
        b: { startDue: () => (log.push('startDue b'), 0), project: () => (log.push('start b'), EMPTY) },
      },
      hooks: { first: { source: logged('source 1') }, second: { source: logged('source 2') } },
      onRun: [() => void log.push('onRun 1'), () => void log.push('onRun 2')],
    }).subscribe();
    subscription.unsubscribe();

    const expected = [
      'source 1',
      'source 2',
      'startDue a',
      'startDue b',
      'onRun 1',
      'onRun 2',
      'start a',
      'start b',
    ];
    expect(log).toEqual(expected);
  });

  it(
    'should give the onRun handlers the first turns, in order, and start no task before (4.1)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const first = cold('   --(x|)          ');
      const firstSubs = '    ^-!             ';
      const second = cold('    --(y|)        ');
      const secondSubs = '   --^-!           ';
      const source = cold('      ------(v|)  ');
      const sourceSubs = '   ----^-----!     ';
      const hook = hot('     -(ef)---|       ');
      const expected = '     --x-(yef)-(v|)  ';

      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source, next: (value) => [value] } },
        hooks: { hook: { source: hook, next: (event) => [event] } },
        onRun: [() => first, () => second],
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(first.subscriptions).toBe(firstSubs);
      expectSubscriptions(second.subscriptions).toBe(secondSubs);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it('should queue the events of a synchronous source behind onRun (4.1)', () => {
    const log: string[] = [];
    smartPoll({
      tasks: { a: { startDue: 0, project: () => (log.push('start'), EMPTY) } },
      hooks: { hook: { source: of('event'), next: (event) => void log.push(event) } },
      onRun: () => void log.push('onRun'),
    }).subscribe();

    expect(log).toEqual(['onRun', 'start', 'event']);
  });

  it(
    'should let onRun see and change what startDue has scheduled (4.1)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  (v|)       ');
      const sourceSubs = '   ----(^!)   ';
      const expected = '     (de)(v|)   ';

      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source, next: (value) => [value] } },
        onRun: (loop) => [due(loop), (loop.schedule('a', 4), due(loop))],
      });
      expectObservable(result).toBe(expected, { d: 0, e: 4, v: 'v' });
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should subscribe to its sources anew each time (4.1)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-|      ');
      const sourceSubs = ['                    ^--!      ', '                    ---^--!   '];
      const expected = '     -a--a-|   ';

      const result = smartPoll({
        tasks: { idle: { project: () => EMPTY } },
        hooks: { hook: { source, next: (event) => [event] } },
      });
      expectObservable(result.pipe(repeat(2))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it('should do nothing until it is subscribed to (4.1)', () => {
    const log: string[] = [];
    const events = new Subject<string>();
    smartPoll({
      tasks: { a: { startDue: () => (log.push('startDue'), 0), project: () => (log.push('start'), EMPTY) } },
      hooks: { hook: { source: defer(() => (log.push('source'), events)) } },
      onRun: () => void log.push('onRun'),
    });

    expect(log).toEqual([]);
    expect(events.observed).toBe(false);
  });
});
