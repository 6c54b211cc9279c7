import { describe, expect, it } from '@jest/globals';
import { of, Subject, tap } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';
import { stopTheClock } from '../spec/support/stop-the-clock.js';

stopTheClock();

const idle = { idle: { project: () => of() } };

describe('re-entrancy', () => {
  it('should queue an event that a handler causes (3.4)', () => {
    const log: string[] = [];
    const events = new Subject<number>();
    const others = new Subject<number>();
    const subscription = smartPoll({
      tasks: idle,
      hooks: {
        events: {
          source: events,
          next: (n) => {
            log.push(`event ${n} begins`);
            if (n < 3) events.next(n + 1);
            if (n === 1) others.next(n);
            log.push(`event ${n} ends`);
          },
        },
        others: { source: others, next: (n) => void log.push(`other ${n}`) },
      },
    }).subscribe();

    events.next(1);
    subscription.unsubscribe();

    const ends = log.filter((line) => line.endsWith('ends'));
    expect(ends).toEqual(['event 1 ends', 'event 2 ends', 'event 3 ends']);
    ends.forEach((end) => expect(log[log.indexOf(end) - 1]).toBe(end.replace('ends', 'begins')));
    expect(log.filter((line) => line === 'other 1')).toHaveLength(1);
    expect(log.indexOf('other 1')).toBeGreaterThan(1);
  });

  it(
    'should queue an event that the output of a turn causes (3.4)',
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const ping = hot('     --p-------- ');
      const turn = cold('      -a-b|     ');
      const echo = cold('          -e-|  ');
      const unsub = '        -----------!';
      const expected = '     ---a-b-e----';

      const echoes = new Subject<string>();
      const result = smartPoll({
        tasks: idle,
        hooks: { ping: { source: ping, next: () => turn }, echoes: { source: echoes, next: () => echo } },
      }).pipe(tap((output) => output === 'a' && echoes.next('e')));
      expectObservable(result, unsub).toBe(expected);
      expectSubscriptions(echo.subscriptions).toBe('------^--!');
    }),
  );

  it('should queue a value that a first stage yields while a handler runs (3.4)', () => {
    const log: string[] = [];
    const values = new Subject<string>();
    const events = new Subject<string>();
    const subscription = smartPoll({
      tasks: { a: { startDue: 0, project: () => values, next: (value) => void log.push(value) } },
      hooks: {
        events: {
          source: events,
          next: (event) => {
            values.next('value');
            log.push(event);
          },
        },
      },
    }).subscribe();

    events.next('event');
    subscription.unsubscribe();

    expect(log).toEqual(['event', 'value']);
  });

  it("should handle an event in the caller's stack where the loop is idle (3.5)", () => {
    const events = new Subject<number>();
    const outputs: number[] = [];
    const subscription = smartPoll({
      tasks: { a: { project: () => of(10), next: (value) => [value] } },
      hooks: {
        events: {
          source: events,
          next: (n, loop) => {
            loop.schedule('a', 0);
            return [n];
          },
        },
      },
    }).subscribe((output) => outputs.push(output));

    events.next(1);
    expect(outputs).toEqual([1, 10]);
    events.next(2);
    expect(outputs).toEqual([1, 10, 2, 10]);
    subscription.unsubscribe();
  });

  it("should handle a first stage's value in the stack of what yields it where the loop is idle (3.5)", () => {
    const values = new Subject<string>();
    const outputs: string[] = [];
    const subscription = smartPoll({
      tasks: { a: { startDue: 0, project: () => values, next: (value) => [value] } },
    }).subscribe((output) => outputs.push(output));

    values.next('v');
    expect(outputs).toEqual(['v']);
    subscription.unsubscribe();
  });
});
