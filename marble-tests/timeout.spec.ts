import { describe, expect, it } from '@jest/globals';
import { EMPTY, of, TimeoutError, type Observable } from 'rxjs';
import { smartPoll, type Task } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('timeout', () => {
  const limited = (source: Observable<string>, options: Partial<Task<'work', string, string>>) =>
    smartPoll({
      tasks: { work: { startDue: 0, project: () => source, next: (v: string) => [v], ...options } },
    });

  it(
    'should fail a first stage that takes too long, in an error turn (5.12)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  ----v|');
      const sourceSubs = '   ^--!';
      const expected = '     ---(e|)';
      const error = (reason: unknown) => [reason instanceof TimeoutError ? 'e' : String(reason)];
      expectObservable(limited(source, { timeout: 3, error })).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should abort the signal with the very error that the handler gets (5.12, 4.11)',
    marbles(({ cold, expectObservable, flush }) => {
      const source = cold('  ----v|');
      const expected = '     ---|';
      const seen: unknown[] = [];
      let signal: AbortSignal | undefined;
      const project: Task<'work', string>['project'] = (context) => ((signal = context.signal), source);
      const error = (reason: unknown) => void seen.push(reason, signal!.reason);
      expectObservable(limited(source, { timeout: 3, project, error })).toBe(expected);
      flush();
      expect(seen[0]).toBeInstanceOf(TimeoutError);
      expect(seen[1]).toBe(seen[0]);
    }),
  );

  it(
    'should end the run with it where no handler takes it (5.12, 4.2)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  ----v|');
      const sourceSubs = '   ^--!';
      const expected = '     ---#';
      const error = new TimeoutError();
      error.message =
        'smartPoll: the first stage of task "work" (string) took longer than its timeout of 3 ms';
      expectObservable(limited(source, { timeout: 3 })).toBe(expected, undefined, error);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should leave alone what ends in time, and leave no timer, so that the run completes at once (5.12, 4.6)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  --v|');
      const sourceSubs = '   ^--!';
      const expected = '     --v|';
      expectObservable(limited(source, { timeout: 9 })).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should leave no timer after a failure of its own, nor after a cancel (5.12, 5.1)',
    marbles(({ cold, hot, expectObservable }) => {
      const failing = cold('  --#');
      const failed = '        --(e|)';
      const lasting = cold('  -------v|');
      const cancel = hot('    --c|');
      const cancelled = '     ---|';
      expectObservable(limited(failing, { timeout: 9, error: () => ['e'] })).toBe(failed);
      expectObservable(
        smartPoll({
          tasks: { work: { startDue: 0, timeout: 9, project: () => lasting, next: (v) => [v] } },
          hooks: { cancel: { source: cancel, next: (_, loop) => void loop.cancel('work') } },
        }),
      ).toBe(cancelled);
    }),
  );

  it(
    'should, with 0, fail what does not end synchronously, and that only (5.12)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('   v|');
      const sourceSubs = '    (^!)';
      const failed = '        (e|)';
      const synchronous = '   (v|)';
      const nothing = '       |';
      const error = () => ['e'];
      expectObservable(limited(source, { timeout: 0, error })).toBe(failed);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectObservable(limited(of('v'), { timeout: 0, error })).toBe(synchronous);
      expectObservable(limited(EMPTY, { timeout: 0, error })).toBe(nothing);
    }),
  );

  it(
    'should limit a source that keeps emitting from its start, not from its last value (5.12)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  v-v-v-v-v-v|');
      const sourceSubs = '   ^----!';
      const expected = '     v-v-v(e|)';
      expectObservable(limited(source, { timeout: 5, error: () => ['e'] })).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should go on after it with repeatDue and with retryDue, each run with a time of its own (5.12, 1.10, 5.13)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const repeated = cold('  ----v|');
      const retried = cold('   ----v|');
      const sourceSubs1 = '    ^--!';
      const sourceSubs2 = '    -----^--!';
      const unsub = '          ---------!';
      const expected = '       ---e----e-';
      const silent = '         ----------';
      expectObservable(limited(repeated, { timeout: 3, repeatDue: 2, error: () => ['e'] }), unsub).toBe(
        expected,
      );
      expectObservable(limited(retried, { timeout: 3, retryDue: 2 }), unsub).toBe(silent);
      for (const source of [repeated, retried])
        expectSubscriptions(source.subscriptions).toBe([sourceSubs1, sourceSubs2]);
    }),
  );
});
