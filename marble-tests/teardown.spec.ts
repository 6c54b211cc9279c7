import { describe, expect, it } from '@jest/globals';
import { concat, defer, of, Subject, take, takeUntil, tap, type Subscription } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { driven, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';
import { stopTheClock } from '../spec/support/stop-the-clock.js';

stopTheClock();

describe('unsubscribing', () => {
  it(
    'should unsubscribe the sources, the first stages and the turn in progress (4.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  ---------');
      const sourceSubs = '   ^----!   ';
      const hook = hot('     --a------');
      const hookSubs = '     ^----!   ';
      const turn = cold('      -x-----');
      const turnSubs = '     --^--!   ';
      const unsub = '        -----!   ';
      const expected = '     ---x--   ';

      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source } },
        hooks: { hook: { source: hook, next: () => turn } },
      });
      expectObservable(result, unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(hook.subscriptions).toBe(hookSubs);
      expectSubscriptions(turn.subscriptions).toBe(turnSubs);
    }),
  );

  it(
    'should stop timers, and start nothing that waited for the end of the turn (4.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('          (v|)     ');
      const sourceSubs: string[] = [];
      const turn = cold('              -------');
      const commands = hot<Command>('--s------', { s: (loop) => (loop.schedule('a', 0), turn) });
      const unsub = '                -----!   ';
      const expected = '             ------   ';

      expectObservable(driven(source, commands, { startDue: 7 }), unsub).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should drop queued turns and call no handler any more (4.3)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const hook = hot('   -(ab|)   ');
      const turn = cold('   --|     ');
      const unsub = '      --!      ';
      const expected = '   ---      ';

      const calls: string[] = [];
      const result = smartPoll({
        tasks: { idle: { project: () => of() } },
        hooks: {
          hook: {
            source: hook,
            next: (event) => (calls.push(event), turn),
            complete: () => void calls.push('complete'),
          },
        },
      });
      expectObservable(result, unsub).toBe(expected);
      flush();
      expect(calls).toEqual(['a']);
    }),
  );

  it(
    'should abort the signals of first stages that run, and of no others (4.3)',
    marbles(({ cold, expectObservable, flush }) => {
      const ended = cold('   -|    ');
      const running = cold(' ------');
      const unsub = '        ---!  ';
      const expected = '     ----  ';

      const signals: AbortSignal[] = [];
      const result = smartPoll({
        tasks: {
          ended: {
            startDue: 0,
            project: ({ signal }: { signal: AbortSignal }) => (signals.push(signal), ended),
          },
          running: {
            startDue: 0,
            project: ({ signal }: { signal: AbortSignal }) => (signals.push(signal), running),
          },
        },
      });
      expectObservable(result, unsub).toBe(expected);
      flush();
      expect(signals.map((signal) => signal.aborted)).toEqual([false, true]);
    }),
  );

  it(
    'should be possible in the middle of a turn, by its output (4.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions, flush }) => {
      const source = cold('          (v|)    ');
      const sourceSubs: string[] = [];
      const commands = hot<Command>('-(sss)--', {
        s: (loop) => {
          calls += 1;
          loop.schedule('a', 0);
          return ['x', 'y', 'z'];
        },
      });
      const expected = '             -(xy|)  ';

      let calls = 0;
      expectObservable(driven(source, commands).pipe(take(2))).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(commands.subscriptions).toBe('^!');
      flush();
      expect(calls).toBe(1);
    }),
  );

  it('should be possible inside a synchronous handler (4.3)', () => {
    const log: string[] = [];
    const events = new Subject<string>();
    const subscription: Subscription = smartPoll({
      tasks: { a: { project: () => (log.push('start'), of()) } },
      hooks: {
        hook: {
          source: events,
          next: (event, loop) => {
            log.push(event);
            loop.schedule('a', 0);
            events.next('queued');
            subscription.unsubscribe();
            return ['output'];
          },
          complete: () => void log.push('complete'),
        },
      },
    }).subscribe((output) => log.push(output));

    events.next('event');
    events.next('late');

    expect(log).toEqual(['event']);
    expect(events.observed).toBe(false);
  });

  it('should be possible inside project, and unsubscribe what that returns (4.3)', () => {
    const log: string[] = [];
    const source = new Subject<string>();
    const events = new Subject<string>();
    const subscription: Subscription = smartPoll({
      tasks: {
        a: {
          project: () => {
            log.push('start a');
            subscription.unsubscribe();
            return source;
          },
          next: (value) => void log.push(value),
        },
        b: { project: () => (log.push('start b'), of()) },
      },
      hooks: {
        hook: { source: events, next: (_, loop) => (loop.schedule('a', 0), loop.schedule('b', 0)) },
      },
    }).subscribe();

    events.next('event');
    source.next('value');

    expect(log).toEqual(['start a']);
    expect(source.observed).toBe(false);
    expect(events.observed).toBe(false);
  });

  it(
    'should stop a synchronous first stage and its turns (4.3)',
    marbles(({ expectObservable, flush }) => {
      const expected = '(abc|)';

      const handled: string[] = [];
      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => of('a', 'b', 'c', 'd', 'e'), next: (value) => [value] } },
      });
      expectObservable(
        result.pipe(
          tap((value) => handled.push(value)),
          take(3),
        ),
      ).toBe(expected);
      flush();
      expect(handled).toEqual(['a', 'b', 'c']);
    }),
  );

  it(
    'should leave nothing behind in a run that errors or completes (4.3)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  ------');
      const sourceSubs = '   ^--!  ';
      const hook = hot('     ---#  ');
      const hookSubs = '     ^--!  ';
      const other = hot('    ------');
      const otherSubs = '    ^--!  ';
      const expected = '     ---#  ';

      const result = smartPoll({
        tasks: { a: { startDue: 0, project: () => source }, b: { startDue: 5, project: () => source } },
        hooks: { hook: { source: hook }, other: { source: other } },
      });
      expectObservable(result).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
      expectSubscriptions(hook.subscriptions).toBe(hookSubs);
      expectSubscriptions(other.subscriptions).toBe(otherSubs);
    }),
  );
});

/** A synchronous source of 1, 2, 3 and 4, which tells how far it was subscribed to. */
const synchronous = () => {
  const effects: number[] = [];
  const source = concat(...[1, 2, 3, 4].map((n) => defer(() => (effects.push(n), of(n)))));
  return { source, effects };
};

describe('a synchronous source', () => {
  it('should be stopped where a turn returned it, by its output (4.3)', () => {
    const { source, effects } = synchronous();
    const onRun = () => source;
    smartPoll({ tasks: { idle: { project: () => of() } }, onRun })
      .pipe(take(2))
      .subscribe();

    expect(effects).toEqual([1, 2]);
  });

  it('should be stopped where project returned it, by what it causes (4.3)', () => {
    const { source, effects } = synchronous();
    const events = new Subject<string>();
    const stopping = source.pipe(tap((n) => n === 2 && subscription.unsubscribe()));
    const subscription: Subscription = smartPoll({
      tasks: { a: { project: () => stopping } },
      hooks: { events: { source: events, next: (_, loop) => loop.schedule('a', 0) } },
    }).subscribe();
    events.next('event');

    expect(effects).toEqual([1, 2]);
  });

  it("should be stopped where it is a hook's, by what it causes (4.3)", () => {
    const { source, effects } = synchronous();
    const stop = new Subject<string>();
    const stopping = source.pipe(tap((n) => n === 2 && stop.next('now')));
    smartPoll({ tasks: { idle: { project: () => of() } }, hooks: { hook: { source: stopping } } })
      .pipe(takeUntil(stop))
      .subscribe();

    expect(effects).toEqual([1, 2]);
  });
});
