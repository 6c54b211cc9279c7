import { describe, expect, it } from '@jest/globals';
import { EMPTY } from 'rxjs';
import { smartPoll, type ControlLoop, type Task } from '../lib/index.js';
import { obey, type Command } from '../spec/support/driven.js';
import { marbles } from '../spec/support/marbles.js';

/** The order in which the keys start that were made ready in one turn, at frame 5. */
const startOrder = (
  makeReady: (loop: ControlLoop<string>) => void,
  more: Record<string, Partial<Task<string>>> = {},
): string[] => {
  const order: string[] = [];
  const project = ({ key }: { key: string }) => (order.push(key), EMPTY);
  const entries = ['a', 'b', 'c', 'd'].map((key) => [key, { project, ...more[key] }] as const);
  marbles(({ hot, expectObservable }) => {
    const commands = hot<Command>('-----s|', { s: makeReady });
    const expected = '             ------|';

    expectObservable(smartPoll({ entries, hooks: { commands: obey(commands) } })).toBe(expected);
  })();
  return order;
};

describe('start order', () => {
  it('should be that of the due times (2.4)', () => {
    const order = startOrder((loop) => {
      loop.schedule('a', 0);
      loop.schedule('b', new Date(4));
      loop.schedule('c', new Date(1));
      loop.schedule('d', new Date(3));
    });
    expect(order).toEqual(['c', 'd', 'b', 'a']);
  });

  it('should be that of becoming ready where due times are equal (2.4)', () => {
    const order = startOrder((loop) => {
      for (const key of ['c', 'a', 'd', 'b', 'c']) loop.schedule(key, 0);
    });
    expect(order).toEqual(['c', 'a', 'd', 'b']);
  });

  it('should put a key that was taken back and made ready again behind the others (2.4)', () => {
    const order = startOrder((loop) => {
      for (const key of ['c', 'a', 'd']) loop.schedule(key, 0);
      loop.unschedule('c');
      loop.schedule('c', 0);
    });
    expect(order).toEqual(['a', 'd', 'c']);
  });

  it('should be that of priority first (2.4)', () => {
    const order = startOrder(
      (loop) => {
        loop.schedule('a', new Date(1));
        loop.schedule('b', new Date(2));
        loop.schedule('c', new Date(4));
        loop.schedule('d', new Date(3));
      },
      { b: { priority: 1 }, c: { priority: 2 }, d: { priority: 2 } },
    );
    expect(order).toEqual(['d', 'c', 'b', 'a']);
  });

  it('should follow a due time that was moved while ready (2.4)', () => {
    const order = startOrder((loop) => {
      for (const key of ['a', 'b', 'c', 'd']) loop.schedule(key, 0);
      loop.scheduleSooner('d', new Date(2));
      loop.schedule('c', new Date(3));
    });
    expect(order).toEqual(['d', 'c', 'a', 'b']);
  });

  it('should follow a due time that was moved while in line (2.4)', () => {
    const order: string[] = [];
    const project = ({ key }: { key: string }) => (order.push(key), EMPTY);
    const entries = ['a', 'b', 'c'].map((key) => [key, { startDue: new Date(-5), project }] as const);
    marbles(({ expectObservable }) => {
      const onRun = [
        () => [],
        (loop: ControlLoop<string>) => {
          loop.scheduleSooner('c', new Date(-10));
          loop.schedule('a', new Date(-1));
        },
      ];
      expectObservable(smartPoll({ entries, onRun })).toBe('|');
    })();
    expect(order).toEqual(['c', 'b', 'a']);
  });

  it(
    'should be that of the due times where timers fired during a turn (2.4)',
    marbles(({ cold, hot, expectObservable, flush }) => {
      const turn = cold('              -------|   ');
      const commands = hot<Command>('--s|         ', {
        s: (loop) => {
          loop.schedule('a', 3);
          loop.schedule('b', 1);
          loop.schedule('c', 4);
          loop.schedule('d', 2);
          return turn;
        },
      });
      const expected = '             ---------|   ';

      const order: string[] = [];
      const project = ({ key }: { key: string }) => (order.push(key), EMPTY);
      const entries = ['a', 'b', 'c', 'd'].map((key) => [key, { project }] as const);
      expectObservable(smartPoll({ entries, hooks: { commands: obey(commands) } })).toBe(expected);
      flush();
      expect(order).toEqual(['b', 'd', 'a', 'c']);
    }),
  );
});
