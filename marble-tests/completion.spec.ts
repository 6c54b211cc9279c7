import { describe, it } from '@jest/globals';
import { EMPTY, NEVER } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { driven, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

const idle = { idle: { project: () => EMPTY } };

describe('a run completes', () => {
  it(
    'should complete at once where nothing is scheduled and there is no hook (4.6)',
    marbles(({ expectObservable }) => {
      const expected = '|';

      expectObservable(smartPoll({ tasks: idle })).toBe(expected);
    }),
  );

  it(
    'should complete as the last onRun turn ends where nothing else can happen (4.6)',
    marbles(({ cold, expectObservable }) => {
      const turn = cold('  --r-| ');
      const expected = '   --r-| ';

      expectObservable(smartPoll({ tasks: idle, onRun: () => turn })).toBe(expected);
    }),
  );

  it(
    'should not complete while a key waits (4.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('               (v|)');
      const commands = hot<Command>('-s| ', { s: (loop) => loop.schedule('a', 4) });
      const expected = '             -----(v|)';

      expectObservable(driven(source, commands)).toBe(expected);
    }),
  );

  it(
    'should complete as the last key that waits is unscheduled (4.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('          (v|)     ');
      const commands = hot<Command>('---u|    ', { u: (loop) => loop.unschedule('a') });
      const expected = '             ----|    ';

      expectObservable(driven(source, commands, { startDue: 20 })).toBe(expected);
    }),
  );

  it(
    'should not complete while a first stage runs (4.6)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -v---|');
      const expected = '     -v---|';

      const task = { startDue: 0, project: () => source, next: (value: string) => [value] };
      expectObservable(smartPoll({ tasks: { a: task } })).toBe(expected);
    }),
  );

  it(
    'should not complete while turns are queued (4.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const hook = hot('   -(ab|)    ');
      const turn = cold('   --|      ');
      const expected = '   -----|    ';

      const result = smartPoll({ tasks: idle, hooks: { hook: { source: hook, next: () => turn } } });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should not complete while a turn is in progress, which may schedule (4.6)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('             -(v|)');
      const turn = cold('    --|           ');
      const hook = hot('    -a|            ');
      const expected = '    ------(v|)     ';

      const result = smartPoll({
        tasks: { a: { project: () => source, next: (value) => [value] } },
        hooks: { hook: { source: hook, next: (_, loop) => (loop.schedule('a', 4), turn) } },
      });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should not complete while the source of any hook has not (4.6)',
    marbles(({ hot, expectObservable }) => {
      const first = hot('   --|      ');
      const second = hot('  ------|  ');
      const expected = '    ------|  ';

      const result = smartPoll({
        tasks: idle,
        hooks: { first: { source: first }, second: { source: second } },
      });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should count a source whose error was handled as complete (4.6)',
    marbles(({ hot, expectObservable }) => {
      const hook = hot('   --#      ');
      const expected = '   --(e|)   ';

      const result = smartPoll({ tasks: idle, hooks: { hook: { source: hook, error: () => ['e'] } } });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should not be kept alive by pause, drain and monitor (4.6)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  --(v|)  ');
      const pause = cold('   f-------', { f: false });
      const pauseSubs = '    ^-!     ';
      const drain = cold('   --------');
      const drainSubs = '    ^-!     ';
      const expected = '     --(v|)  ';

      const task = { startDue: 0, project: () => source, next: (value: string) => [value] };
      const result = smartPoll({
        tasks: { a: task },
        pause: [pause, NEVER],
        drain,
        monitor: { next: () => {} },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(pause.subscriptions).toBe(pauseSubs);
      expectSubscriptions(drain.subscriptions).toBe(drainSubs);
    }),
  );
});
