import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject, type Observer } from 'rxjs';
import { smartPoll, type ControlLoop, type Overlap, type Task, type TaskContext } from '../../lib/index.js';

/** First stages that are Promises, which cannot be stopped (4.4); one that heeds its signal rejects early. */
describe('Promises in the first stage', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const abortable = (signal: AbortSignal) =>
    new Promise<never>((_, reject) => {
      signal.addEventListener('abort', () => reject(new DOMException('The work was aborted', 'AbortError')));
    });

  let log: string[];
  const note = (what: unknown) => void log.push(`${Date.now()} ${what}`);
  beforeEach(() => {
    log = [];
  });
  const observer: Observer<unknown> = {
    next: note,
    error: (error) => note(`error ${(error as Error).message}`),
    complete: () => note('done'),
  };
  type Loop = ControlLoop<string>;
  /** A run of these tasks, and calls to make in its turns. */
  const run = (tasks: Record<string, Task<string>>, options: { concurrent?: number } = {}) => {
    const calls = new Subject<(loop: Loop) => unknown>();
    const subscription = smartPoll({
      entries: Object.entries(tasks),
      hooks: { calls: { source: calls, next: (call, loop) => void call(loop) } },
      ...options,
    }).subscribe(observer);
    return {
      call: (call: (loop: Loop) => unknown) => calls.next(call),
      end: () => calls.complete(),
      subscription,
    };
  };
  /** A task whose n-th start takes the n-th number of milliseconds, and which writes down starts and values. */
  const work = (durations: number[], options: Partial<Task<string>> = {}): Task<string> => {
    let starts = 0;
    return {
      project: async () => {
        const start = ++starts;
        note(`start ${start}`);
        await sleep(durations[start - 1] ?? 0);
        return `value ${start}`;
      },
      next: (value) => note(value),
      ...options,
    };
  };

  describe('cancel', () => {
    it('should count an unsettled Promise as running, and drop its value (5.1)', async () => {
      const { call, end } = run({ work: work([10], { startDue: 0, complete: () => note('complete') }) });
      await pass(3);
      call((loop) => note(`cancelled ${loop.cancel('work')}, running ${loop.isRunning('work')}`));
      await pass(6);
      call((loop) => note(`running ${loop.isRunning('work')}`));
      await pass(2);
      call((loop) => note(`running ${loop.isRunning('work')}`));
      end();
      await pass(0);
      expect(log).toEqual([
        '0 start 1',
        '3 cancelled true, running true',
        '9 running true',
        '11 running false',
        '11 done',
      ]);
    });

    it('should start the key again only when the cancelled Promise has settled (5.1, 2.2)', async () => {
      const { call, end } = run({ work: work([10, 1], { startDue: 0 }) });
      await pass(3);
      call((loop) => {
        loop.cancel('work');
        loop.schedule('work', 0);
      });
      await pass(1);
      call((loop) => note(loop.explain('work').reason));
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '4 running', '10 start 2', '11 value 2', '11 done']);
    });

    it('should swallow whatever the cancelled Promise rejects with, an AbortError at once included (5.1)', async () => {
      const rejecting = (project: Task<string>['project']): Task<string> => ({
        startDue: 0,
        project,
        next: note,
        error: (error) => note(`handler ${error}`),
      });
      const unhandled = jest.fn();
      process.on('unhandledRejection', unhandled);
      const { call, end } = run({
        aborting: rejecting(({ signal }) => abortable(signal)),
        failing: rejecting(() => sleep(10).then(() => Promise.reject(new Error('too late')))),
        fatal: { startDue: 0, project: () => sleep(9).then(() => Promise.reject(new Error('too late'))) },
      });
      await pass(3);
      call((loop) => note([loop.cancel('aborting'), loop.cancel('failing'), loop.cancel('fatal')]));
      await pass(1);
      call((loop) => note([loop.isRunning('aborting'), loop.isRunning('failing'), loop.isRunning('fatal')]));
      end();
      await pass(20);
      jest.useRealTimers();
      await new Promise((resolve) => setImmediate(resolve));
      process.off('unhandledRejection', unhandled);
      expect(log).toEqual(['3 true,true,true', '4 false,true,true', '10 done']);
      expect(unhandled).not.toHaveBeenCalled();
    });

    it('should abort the signal, once, and only that of the cancelled first stage (5.1)', async () => {
      const signals: Record<string, AbortSignal> = {};
      const project = ({ key, signal }: TaskContext<string>) => {
        signals[key] = signal;
        return sleep(10);
      };
      const { call, end } = run({ a: { startDue: 0, project }, b: { startDue: 0, project } });
      await pass(3);
      signals['a']!.addEventListener('abort', () => note('aborted'));
      call((loop) => loop.cancel('a'));
      call((loop) => loop.cancel('a'));
      end();
      await pass(20);
      expect(log).toEqual(['3 aborted', '10 done']);
      expect([signals['a']!.aborted, signals['b']!.aborted]).toEqual([true, false]);
    });

    it('should keep a slot of `concurrent` taken until the cancelled Promise has settled (5.1, 5.3)', async () => {
      const { call, end } = run(
        { stuck: work([10], { startDue: 0 }), next: work([1], { startDue: 1 }) },
        { concurrent: 1 },
      );
      await pass(3);
      call((loop) => loop.cancel('stuck'));
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '10 start 1', '11 value 1', '11 done']);
    });

    it('should keep the run alive until the cancelled Promise has settled (5.1, 4.6)', async () => {
      const { call, end } = run({ work: work([10], { startDue: 0 }) });
      await pass(3);
      call((loop) => loop.cancel('work'));
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '10 done']);
    });
  });

  describe('overlap', () => {
    // Three ticks, at 0, 2 and 3; the first Promise takes 10 ms, the others 1.
    const table: [Overlap, string[]][] = [
      ['latch', ['0 start 1', '10 value 1', '10 start 2', '11 value 2', '11 done']],
      ['exhaust', ['0 start 1', '10 value 1', '10 done']],
      [
        'concat',
        ['0 start 1', '10 value 1', '10 start 2', '11 value 2', '11 start 3', '12 value 3', '12 done'],
      ],
      ['switch', ['0 start 1', '2 start 2', '3 value 2', '3 start 3', '4 value 3', '10 done']],
      ['merge', ['0 start 1', '2 start 2', '3 value 2', '3 start 3', '4 value 3', '10 value 1', '10 done']],
    ];

    it.each(table)('should do with a Promise as with anything else: %s (5.5)', async (overlap, expected) => {
      const { call, end } = run({ work: work([10, 1, 1], { startDue: 0, overlap }) });
      await pass(2);
      call((loop) => loop.schedule('work', 0));
      await pass(1);
      call((loop) => loop.schedule('work', 0));
      end();
      await pass(20);
      expect(log).toEqual(expected);
    });

    it.each(['switch', 'merge'] as const)(
      'should start at once though a cancelled Promise has not settled, and drop its value: %s (5.5)',
      async (overlap) => {
        const { call, end } = run({ work: work([10, 1], { startDue: 0, overlap }) });
        await pass(2);
        call((loop) => {
          loop.cancel('work');
          loop.schedule('work', 0);
        });
        end();
        await pass(20);
        expect(log.slice(0, 3)).toEqual(['0 start 1', '2 start 2', '3 value 2']);
        expect(log.slice(3).map((line) => line.split(' ')[1])).toEqual(['done']);
      },
    );

    it.each(['latch', 'concat', 'exhaust'] as const)(
      'should wait for a cancelled Promise: %s (5.5, 5.1)',
      async (overlap) => {
        const { call, end } = run({ work: work([10, 1], { startDue: 0, overlap }) });
        await pass(2);
        call((loop) => {
          loop.cancel('work');
          loop.schedule('work', 0);
        });
        end();
        await pass(20);
        expect(log).toEqual(['0 start 1', '10 start 2', '11 value 2', '11 done']);
      },
    );

    it('should free the slot of a replaced Promise at once under switch (5.5, 5.3)', async () => {
      const { call, end } = run(
        { work: work([10, 1], { startDue: 0, overlap: 'switch' }) },
        { concurrent: 1 },
      );
      await pass(2);
      call((loop) => loop.schedule('work', 0));
      end();
      await pass(20);
      expect(log.slice(0, 3)).toEqual(['0 start 1', '2 start 2', '3 value 2']);
    });

    it('should count a Promise whose turn ends as not running: exhaust starts again (5.5, 1.8)', async () => {
      let turns = 0;
      const { end } = run({
        work: work([1, 1, 1], {
          startDue: 0,
          overlap: 'exhaust',
          next: (value, loop) => {
            note(value);
            if (++turns < 3) loop.schedule('work', 0);
          },
        }),
      });
      end();
      await pass(20);
      expect(log.filter((line) => line.includes('value'))).toEqual(['1 value 1', '2 value 2', '3 value 3']);
    });
  });

  describe('drain', () => {
    it('should wait for a running Promise and give its value its turn (5.2)', async () => {
      const { call } = run({ work: work([10], { startDue: 0, repeatDue: 0 }) });
      await pass(3);
      call((loop) => loop.drain());
      await pass(20);
      expect(log).toEqual(['0 start 1', '10 value 1', '10 done']);
    });

    it('should let a running Promise be cancelled, and wait for it, too (5.2, 5.1)', async () => {
      const first = work([2], {
        startDue: 0,
        next: (value, loop) => (note(value), void loop.cancel('second')),
      });
      const { call } = run({ first, second: work([10], { startDue: 0 }) });
      await pass(1);
      call((loop) => loop.drain());
      await pass(20);
      expect(log).toEqual(['0 start 1', '0 start 1', '2 value 1', '10 done']);
    });
  });

  describe('remove and add', () => {
    it('should let a key that is added again wait for the Promise of its predecessor (5.6)', async () => {
      const { call, end } = run({ work: work([10], { startDue: 0 }) });
      await pass(2);
      call((loop) => loop.remove('work'));
      await pass(1);
      call((loop) => {
        loop.add('work', work([1], { startDue: 0, next: (value) => note(`new ${value}`) }));
        note(`${loop.has('work')} ${loop.dueTime('work')?.getTime()}`);
      });
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '3 true 3', '10 start 1', '11 new value 1', '11 done']);
    });

    it('should count a key that is added again as the last of all, though its predecessor still runs (5.6)', async () => {
      const { call, end } = run({ a: work([10], { startDue: 0 }), b: work([]) });
      await pass(2);
      call((loop) => {
        loop.remove('a');
        loop.add('a', work([]));
        note(loop.keys());
      });
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '2 b,a', '10 done']);
    });

    it('should drop the value and the error of a removed key (5.6, 5.1)', async () => {
      const { call, end } = run({
        value: work([5], { startDue: 0 }),
        fatal: { startDue: 0, project: () => sleep(6).then(() => Promise.reject(new Error('late'))) },
      });
      await pass(2);
      call((loop) => {
        loop.remove('value');
        loop.remove('fatal');
        note(loop.keys().length);
      });
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '2 0', '6 done']);
    });

    it('should not wait for a predecessor that had settled (5.6)', async () => {
      const { call, end } = run({ work: work([2], { startDue: 0 }) });
      await pass(3);
      call((loop) => {
        loop.remove('work');
        loop.add('work', work([1], { startDue: 0 }));
      });
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '2 value 1', '3 start 1', '4 value 1', '4 done']);
    });

    it('should keep the slot of a removed key until its Promise has settled (5.6, 5.3)', async () => {
      const { call, end } = run(
        { stuck: work([10], { startDue: 0 }), next: work([1], { startDue: 1 }) },
        { concurrent: 1 },
      );
      await pass(3);
      call((loop) => loop.remove('stuck'));
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '10 start 1', '11 value 1', '11 done']);
    });

    it('should end normally the own turn of a Promise whose key removes itself (5.6)', async () => {
      const { end } = run({
        work: work([2], {
          startDue: 0,
          next: async (value, loop) => {
            loop.remove('work');
            await sleep(3);
            note(`${value} ${loop.has('work')}`);
          },
        }),
      });
      end();
      await pass(20);
      expect(log).toEqual(['0 start 1', '5 value 1 false', '5 done']);
    });
  });
});
