import { describe, expect, it } from '@jest/globals';
import { map, range, switchMap, timer } from 'rxjs';
import { BufferOverflowError, smartPoll, type Hook, type HookBuffer } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('buffer', () => {
  /** A loop whose only hook takes four frames for each event. */
  const slow = (source: Hook<never, string>['source'], buffer?: HookBuffer, told: string[] = []) =>
    smartPoll({
      entries: [],
      hooks: {
        source: {
          source,
          next: (v) => timer(4).pipe(map(() => v)),
          complete: () => ['C'],
          ...(buffer && { buffer }),
        },
      },
      monitor: { next: (event) => event.type === 'overflow' && told.push(`${event.time} ${event.hook}`) },
    });

  it(
    'should queue everything by default (5.9)',
    marbles(({ hot, expectObservable }) => {
      const source = hot('  -abcd|');
      const expected = '    -----a---b---c---(dC|)';
      expectObservable(slow(source)).toBe(expected);
    }),
  );

  // picture: buffer: limit: 1, overflow: 'drop-oldest'
  it(
    'should keep the latest with a limit of 1 and drop-oldest, and report what is dropped (5.9, 7.1)',
    marbles(({ hot, expectObservable, flush }) => {
      const source = hot('  -abcd------e|');
      const expected = '    -----a---d-----(eC|)';
      const told: string[] = [];
      expectObservable(slow(source, { limit: 1, overflow: 'drop-oldest' }, told)).toBe(expected);
      flush();
      expect(told).toEqual(['3 source', '4 source']);
    }),
  );

  it(
    'should keep the first ones with drop-newest, and report what is dropped (5.9, 7.1)',
    marbles(({ hot, expectObservable, flush }) => {
      const source = hot('  -(abcde)|');
      const expected = '    -----a---b---(cC|)';
      const told: string[] = [];
      expectObservable(slow(source, { limit: 2, overflow: 'drop-newest' }, told)).toBe(expected);
      flush();
      expect(told).toEqual(['1 source', '1 source']);
    }),
  );

  it(
    'should drop the oldest of several that queue (5.9)',
    marbles(({ hot, expectObservable }) => {
      const source = hot('  -(abcde)|');
      const expected = '    -----a---d---(eC|)';
      expectObservable(slow(source, { limit: 2, overflow: 'drop-oldest' })).toBe(expected);
    }),
  );

  it(
    'should count neither the event in progress nor the completion (5.9)',
    marbles(({ hot, expectObservable, flush }) => {
      const source = hot('  -ab---c---d|');
      const expected = '    -----a---b---c---(dC|)';
      const told: string[] = [];
      expectObservable(slow(source, { limit: 1, overflow: 'error' }, told)).toBe(expected);
      flush();
      expect(told).toEqual([]);
    }),
  );

  it(
    'should let an error of the source through a full buffer, after what queues (5.9, 4.2)',
    marbles(({ hot, expectObservable }) => {
      const source = hot('  -ab#');
      const expected = '    -----a---(b#)';
      expectObservable(slow(source, { limit: 1, overflow: 'drop-newest' })).toBe(expected);
      expectObservable(slow(source, { limit: 1, overflow: 'error' })).toBe(expected);
    }),
  );

  it(
    "should, with 'error', unsubscribe the source, and end the run after what queues (5.9, 4.2)",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('  -abc-d|');
      const sourceSubs = '  ^--!';
      const expected = '    -----a---(b#)';
      const source$ = slow(source, { limit: 1, overflow: 'error' });
      expectObservable(source$).toBe(expected, undefined, expect.any(BufferOverflowError));
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    "should, with 'error', give the error handler a BufferOverflowError after what queues, and go on (5.9)",
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot('  -abc-d|');
      const sourceSubs = '  ^--!';
      const other = hot('   -------------o|');
      const expected = '    -----a---(bE)o|';
      const source$ = smartPoll({
        entries: [],
        hooks: {
          source: {
            source,
            next: (v: string) => timer(4).pipe(map(() => v)),
            error: (e: unknown) => [e instanceof BufferOverflowError ? 'E' : 'wrong'],
            complete: () => ['complete'],
            buffer: { limit: 1, overflow: 'error' },
          },
          other: { source: other, next: (v: string) => [v] },
        },
      });
      expectObservable(source$).toBe(expected);
      expectSubscriptions(source.subscriptions).toBe(sourceSubs);
    }),
  );

  it(
    'should stop a synchronous source that overflows its buffer (5.9)',
    marbles(({ expectObservable, flush }) => {
      let emitted = 0;
      const burst = range(0, 10_000).pipe(map((n) => ((emitted = n + 1), String(n))));
      const source = timer(1).pipe(switchMap(() => burst));
      const expected = '-----0---(1#)';
      const source$ = slow(source, { limit: 1, overflow: 'error' });
      expectObservable(source$).toBe(expected, undefined, expect.any(BufferOverflowError));
      flush();
      expect(emitted).toBe(3);
    }),
  );

  it(
    'should stop a source that overflows its buffer while it is being subscribed to (5.9)',
    marbles(({ expectObservable, flush }) => {
      let emitted = 0;
      const burst = range(0, 1000).pipe(map((n) => ((emitted = n + 1), String(n))));
      const source$ = slow(burst, { limit: 3, overflow: 'error' });
      const unsub = '!';
      expectObservable(source$, unsub).toBe('');
      flush();
      expect(emitted).toBeLessThanOrEqual(5);
    }),
  );

  it(
    'should not count values that no handler wants (5.9, 3.8)',
    marbles(({ hot, expectObservable, flush }) => {
      const source = hot('  -abc|');
      const busy = hot('    b----|');
      const expected = '    -----|';
      const told: string[] = [];
      const source$ = smartPoll({
        entries: [],
        hooks: {
          source: { source, buffer: { limit: 1, overflow: 'error' } },
          busy: { source: busy, next: () => timer(4).pipe(map(() => undefined)) },
        },
        monitor: { next: ({ type }) => told.push(type) },
      });
      expectObservable(source$).toBe(expected);
      flush();
      expect(told).not.toContain('overflow');
    }),
  );

  it(
    'should hold each hook to its own limit (5.9)',
    marbles(({ hot, expectObservable }) => {
      const limited = hot('  -abc-d|');
      const free = hot('     -xy|');
      const expected = '     ----a--x--d--(y|)';
      const next = (v: string) => timer(3).pipe(map(() => v));
      const source$ = smartPoll({
        entries: [],
        hooks: {
          limited: { source: limited, next, buffer: { limit: 1, overflow: 'drop-oldest' } },
          free: { source: free, next },
        },
      });
      expectObservable(source$).toBe(expected);
    }),
  );
});
