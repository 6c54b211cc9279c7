import { describe, expect, it } from '@jest/globals';
import { EMPTY, finalize, NEVER, of, Subject, throwError, type Observable } from 'rxjs';
import { smartPoll, type ControlLoop } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';
import { stopTheClock } from '../spec/support/stop-the-clock.js';

stopTheClock();

const idle = { idle: { project: () => EMPTY } };
const oops = new Error('oops');
const fail = (): never => {
  throw oops;
};

/** What an Observable ends with, and how often, where it does so synchronously. */
const errorsOf = (result: Observable<unknown>): unknown[] => {
  const errors: unknown[] = [];
  result.subscribe({ error: (error) => errors.push(error) });
  return errors;
};

describe('an error', () => {
  it(
    'should take its turn behind what came before in its lane, of a hook (4.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('   -(ab#)        ', undefined, 'oops');
      const sourceSubs = '   ^!            ';
      const turn = (value: unknown) => cold('--(v|)', { v: value });
      const other = hot('    ------------| ');
      const expected = '     ---a-b-e----| ';

      const result = smartPoll({
        tasks: idle,
        hooks: {
          hook: { source, next: turn, error: (error: unknown) => turn(error === 'oops' ? 'e' : error) },
          other: { source: other },
        },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should take its turn behind what came before in its lane, of a task (4.2)',
    marbles(({ cold, expectObservable }) => {
      const source = cold('  -(ab#)         ', undefined, 'oops');
      const turn = (value: unknown) => cold('--(v|)', { v: value });
      const expected = '     ---a-b-(e|)    ';

      const result = smartPoll({
        tasks: {
          a: {
            startDue: 0,
            project: () => source,
            next: turn,
            error: (error: unknown) => turn(error === 'oops' ? 'e' : error),
          },
        },
      });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should end the run in its turn where there is no error handler, of a hook (4.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = hot('   -(ab#)        ');
      const turn = (value: unknown) => cold('--(v|)', { v: value });
      const other = hot('    ------------- ');
      const otherSubs = '    ^----!        ';
      const expected = '     ---a-(b#)     ';

      const result = smartPoll({
        tasks: idle,
        hooks: { hook: { source, next: turn }, other: { source: other } },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );

  it(
    'should end the run in its turn where there is no error handler, of a task (4.2)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -(ab#)        ');
      const turn = (value: unknown) => cold('--(v|)', { v: value });
      const other = cold('   ------------- ');
      const otherSubs = '    ^----!        ';
      const expected = '     ---a-(b#)     ';

      const result = smartPoll({
        tasks: {
          a: { startDue: 0, project: () => source, next: turn },
          b: { startDue: 0, project: () => other },
        },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );

  it(
    'should let the run go on where it is handled (4.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const source = cold('  -#            ');
      const hook = hot('     -----b|       ');
      const expected = '     -e---b-(e|)   ';

      const result = smartPoll({
        tasks: {
          a: { startDue: 0, project: () => source, error: () => ['e'] },
        },
        hooks: {
          hook: {
            source: hook,
            next: (event, loop) => (loop.schedule('a', 1), [event]),
          },
        },
      });
      expectObservable(result).toBe(expected);
    }),
  );

  const endings: [string, () => Observable<unknown>][] = [
    [
      'a first stage fails',
      () => smartPoll({ tasks: { a: { startDue: 0, project: () => throwError(() => oops) } } }),
    ],
    ['project throws', () => smartPoll({ tasks: { a: { startDue: 0, project: fail } } })],
    ['a source fails', () => smartPoll({ tasks: idle, hooks: { h: { source: throwError(() => oops) } } })],
    [
      'next of a task throws',
      () => smartPoll({ tasks: { a: { startDue: 0, project: () => of(1), next: fail } } }),
    ],
    [
      'next of a task returns an Observable that fails',
      () =>
        smartPoll({
          tasks: { a: { startDue: 0, project: () => of(1), next: () => throwError(() => oops) } },
        }),
    ],
    [
      'error of a task throws',
      () =>
        smartPoll({ tasks: { a: { startDue: 0, project: () => throwError(() => 'other'), error: fail } } }),
    ],
    [
      'complete of a task throws',
      () => smartPoll({ tasks: { a: { startDue: 0, project: () => EMPTY, complete: fail } } }),
    ],
    ['next of a hook throws', () => smartPoll({ tasks: idle, hooks: { h: { source: of(1), next: fail } } })],
    [
      'next of a hook returns an Observable that fails',
      () => smartPoll({ tasks: idle, hooks: { h: { source: of(1), next: () => throwError(() => oops) } } }),
    ],
    [
      'error of a hook throws',
      () => smartPoll({ tasks: idle, hooks: { h: { source: throwError(() => 'other'), error: fail } } }),
    ],
    [
      'complete of a hook throws',
      () => smartPoll({ tasks: idle, hooks: { h: { source: EMPTY, complete: fail } } }),
    ],
    ['onRun throws', () => smartPoll({ tasks: idle, onRun: fail })],
    ['a startDue throws', () => smartPoll({ tasks: { a: { startDue: fail, project: () => EMPTY } } })],
    [
      'a repeatDue throws',
      () => smartPoll({ tasks: { a: { startDue: 0, repeatDue: fail, project: () => EMPTY } } }),
    ],
  ];

  it.each(endings)('should end the run with that very object, once: %s (4.2)', (_, run) => {
    const errors = errorsOf(run());

    expect(errors).toHaveLength(1);
    expect(errors[0]).toBe(oops);
  });

  it('should hand the error handlers that very object (4.2)', () => {
    const handled: unknown[] = [];
    const error = (thrown: unknown) => void handled.push(thrown);
    const errors = errorsOf(
      smartPoll({
        tasks: { a: { startDue: 0, project: fail, error } },
        hooks: { h: { source: throwError(() => oops), error } },
      }),
    );

    expect(errors).toEqual([]);
    expect(handled).toHaveLength(2);
    expect(handled.every((thrown) => thrown === oops)).toBe(true);
  });

  it('should be passed on after everything else is torn down (4.2)', () => {
    const log: string[] = [];
    const logged = <T>(source: Observable<T>, name: string) => source.pipe(finalize(() => log.push(name)));
    const event = new Subject<string>();
    smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: ({ signal }: { signal: AbortSignal }) => {
            signal.addEventListener('abort', () => log.push('signal'));
            return logged(NEVER, 'first stage');
          },
        },
      },
      hooks: {
        event: { source: logged(event, 'source'), next: fail },
        other: { source: logged(NEVER, 'other source') },
      },
    }).subscribe({ error: () => log.push('error') });

    event.next('event');

    expect(log).toHaveLength(5);
    expect(log[4]).toBe('error');
    expect(log.slice(0, 4).sort()).toEqual(['first stage', 'other source', 'signal', 'source']);
    expect(event.observed).toBe(false);
  });

  it('should be passed on after the turn that failed is torn down (4.2)', () => {
    const log: string[] = [];
    const turn = new Subject<string>();
    smartPoll({
      tasks: idle,
      hooks: { hook: { source: of(1), next: () => turn.pipe(finalize(() => log.push('turn'))) } },
    }).subscribe({ error: () => log.push('error') });

    turn.error(oops);

    expect(log).toEqual(['turn', 'error']);
  });

  it(
    'should drop what was queued and scheduled, and start nothing any more (4.2)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  v|       ');
      const sourceSubs: string[] = [];
      const hook = hot('     -(xfy)-z-');
      const expected = '     -(x#)    ';

      const result = smartPoll({
        tasks: { a: { startDue: 5, project: () => source } },
        hooks: {
          hook: {
            source: hook,
            next: (event, loop: ControlLoop<'a'>) => {
              if (event !== 'f') return [event];
              loop.schedule('a', 0);
              throw 'error';
            },
          },
        },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );
});
