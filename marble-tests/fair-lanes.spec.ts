import { describe, expect, it } from '@jest/globals';
import { of, range, Subject } from 'rxjs';
import { smartPoll } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

const idle = { idle: { project: () => of() } };

describe('fair lanes', () => {
  // picture: fair-lanes: one turn each
  it(
    'should let hooks with something waiting take turns (3.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const x = hot('      (abc|)    ');
      const y = hot('      (def|)    ');
      const turn = (event: string) => cold('-(v|)', { v: event });
      const expected = '   -adbec(f|)';

      const result = smartPoll({
        tasks: idle,
        hooks: { x: { source: x, next: turn }, y: { source: y, next: turn } },
      });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should keep the order within a source (3.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const turn = (event: string) => cold('--(v|)', { v: event });
      const hook = hot('   -(abc)d--|      ');
      const expected = '   ---a-b-c-(d|)   ';

      const result = smartPoll({ tasks: idle, hooks: { hook: { source: hook, next: turn } } });
      expectObservable(result).toBe(expected);
    }),
  );

  it(
    'should let the running tasks take turns in their one lane (3.2)',
    marbles(({ cold, hot, expectObservable }) => {
      const a = cold('     -(123|)       ');
      const b = cold('     -(456|)       ');
      const turn = (value: string) => cold('-(v|)', { v: value });
      const never = hot('  --------------');
      const unsub = '      -------------!';
      const expected = '   --142536------';

      const task = { startDue: 0, next: turn };
      const result = smartPoll({
        tasks: {
          a: { ...task, project: () => a },
          b: { ...task, project: () => b },
        },
        hooks: { never: { source: never } },
      });
      expectObservable(result, unsub).toBe(expected);
    }),
  );

  it(
    'should let the event at the head of a lane wait for as many turns as there are hooks, at most (3.2)',
    marbles(() => {
      const log: string[] = [];
      const next = (event: string) => void log.push(event);
      const gate = new Subject<never>();
      const hooks = { x: new Subject<string>(), y: new Subject<string>(), z: new Subject<string>() };
      const values = new Subject<string>();
      const subscription = smartPoll({
        entries: Array.from(
          { length: 50 },
          (_, i) => [i, { startDue: 0, project: () => values, next }] as const,
        ),
        hooks: {
          gate: { source: of(0), next: () => gate },
          x: { source: hooks.x, next },
          y: { source: hooks.y, next },
          z: { source: hooks.z, next },
        },
      }).subscribe();

      for (let i = 0; i < 40; i++) values.next('task'); // 50 tasks: 2,000 turns
      for (let i = 0; i < 1_000; i++) hooks.x.next('x');
      for (let i = 0; i < 10; i++) hooks.y.next('y');
      hooks.z.next('z');
      gate.complete();
      subscription.unsubscribe();

      const hookCount = 4;
      expect(log).toHaveLength(3_011);
      expect(log.indexOf('z')).toBeLessThanOrEqual(hookCount);
      const ys = log.flatMap((event, i) => (event === 'y' ? [i] : []));
      expect(ys).toHaveLength(10);
      ys.forEach((at, i) => expect(at - (i === 0 ? 0 : ys[i - 1]! + 1)).toBeLessThanOrEqual(hookCount));
      const xs = log.slice(0, 1_500).flatMap((event, i) => (event === 'x' ? [i] : []));
      xs.slice(1).forEach((at, i) => expect(at - xs[i]! - 1).toBeLessThanOrEqual(hookCount));
      const firstTasks = log.indexOf('task', 0);
      expect(firstTasks).toBeLessThanOrEqual(hookCount); // nor do the hooks starve the tasks
    }),
  );

  it(
    'should serve an event that comes while another hook floods the loop (3.2)',
    marbles(() => {
      const log: string[] = [];
      const flood = new Subject<number>();
      const event = new Subject<string>();
      const subscription = smartPoll({
        tasks: idle,
        hooks: {
          flood: {
            source: flood,
            next: (n) => {
              log.push('flood');
              if (n === 1) range(2, 10_000).subscribe((more) => flood.next(more));
              if (n === 500) event.next('event');
            },
          },
          event: { source: event, next: (name) => void log.push(name) },
        },
      }).subscribe();

      flood.next(1);
      subscription.unsubscribe();

      expect(log).toHaveLength(10_002);
      expect(log.indexOf('event')).toBeGreaterThanOrEqual(500);
      expect(log.indexOf('event')).toBeLessThanOrEqual(502);
    }),
  );

  it(
    'should give every task its turn in bounded time, however many values another has queued (3.2)',
    marbles(() => {
      const log: string[] = [];
      const next = (event: string) => void log.push(event);
      const gate = new Subject<never>();
      const many = new Subject<string>();
      const one = new Subject<string>();
      const subscription = smartPoll({
        tasks: {
          many: { startDue: 0, project: () => many, next },
          one: { startDue: 0, project: () => one, next },
        },
        hooks: { gate: { source: of(0), next: () => gate } },
      }).subscribe();

      for (let i = 0; i < 100; i++) many.next('many');
      one.next('one');
      gate.complete();
      subscription.unsubscribe();

      expect(log).toHaveLength(101);
      expect(log.indexOf('one')).toBeLessThanOrEqual(1);
    }),
  );
});
