import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Subject, TimeoutError, type Subscription } from 'rxjs';
import { smartPoll, type ControlLoop, type Task } from '../../lib/index.js';

/** Promises that never settle, which only their `timeout` lets go of. */
describe('a Promise that never settles', () => {
  beforeEach(() => void jest.useFakeTimers({ now: 0 }));
  afterEach(() => void jest.useRealTimers());

  type Loop = ControlLoop<string>;
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
  const never = () => new Promise<string>(() => undefined);
  let log: string[];
  beforeEach(() => void (log = []));
  const note = (what: unknown) => void log.push(`${Date.now()} ${what}`);
  const hung = (options: Partial<Task<string>> = {}): Task<string> => ({
    startDue: 0,
    timeout: 10,
    project: ({ key, signal }) => {
      note(`start ${key}`);
      signal.addEventListener('abort', () => note(`aborted ${key} ${signal.reason.name}`));
      return never();
    },
    error: (error) => note(`error ${error instanceof TimeoutError}`),
    ...options,
  });
  const quick: Task<string> = {
    startDue: 1,
    project: async ({ key }) => note(`start ${key}`),
  };
  /** A `smartPoll()` of these tasks, and calls to make in its turns. */
  const made = (tasks: Record<string, Task<string>>, options: object = {}) => {
    const calls = new Subject<(loop: Loop) => unknown>();
    const run$ = smartPoll({
      entries: Object.entries(tasks),
      hooks: { calls: { source: calls, next: (call: (loop: Loop) => unknown, loop) => void call(loop) } },
      ...options,
    });
    const start = (): Subscription =>
      run$.subscribe({ error: (error: unknown) => note(`failed ${error}`), complete: () => note('done') });
    return { call: (call: (loop: Loop) => unknown) => calls.next(call), end: () => calls.complete(), start };
  };

  it('should fail at its timeout, and let its key start again (5.12)', async () => {
    const run = made({ a: hung({ retryDue: 5 }) }).start();
    await pass(24);
    run.unsubscribe();
    expect(log).toEqual([
      '0 start a',
      '10 aborted a TimeoutError',
      '10 error true',
      '15 start a',
      '24 aborted a AbortError',
    ]);
  });

  it('should end the run with an error that names the task and its timeout (5.12, 4.2)', async () => {
    const errors: unknown[] = [];
    smartPoll({
      entries: [[7, { startDue: 0, timeout: 10, project: () => new Promise<never>(() => {}) }]],
    }).subscribe({ error: (error: unknown) => errors.push(error) });
    await pass(10);
    expect(errors).toEqual([expect.any(TimeoutError)]);
    expect(String(errors[0])).toBe(
      'TimeoutError: smartPoll: the first stage of task 7 (number) took longer than its timeout of 10 ms',
    );
  });

  it('should count no more as running, nor keep the run alive (5.12, 1.8, 4.6)', async () => {
    const { call, end, start } = made({ a: hung() });
    start();
    await pass(9);
    call((loop) => note(loop.isRunning('a')));
    await pass(2);
    call((loop) => note(loop.isRunning('a')));
    end();
    await pass(0);
    expect(log).toContain('9 true');
    expect(log.slice(-2)).toEqual(['11 false', '11 done']);
  });

  it('should free its slot (5.12, 5.3)', async () => {
    const { end, start } = made({ a: hung(), b: quick }, { concurrent: 1 });
    start();
    end();
    await pass(20);
    expect(log).toEqual(['0 start a', '10 aborted a TimeoutError', '10 start b', '10 error true', '10 done']);
  });

  it('should, with a timeout of 0, fail at once (5.12)', async () => {
    const { end, start } = made({ a: hung({ timeout: 0 }) });
    start();
    end();
    await pass(0);
    expect(log).toEqual(['0 start a', '0 aborted a TimeoutError', '0 error true', '0 done']);
  });

  it('should hold up the next run until its timeout at the longest (5.12, 4.4)', async () => {
    const { start } = made({ a: hung() }, { onRun: () => note('run') });
    const first = start();
    await pass(4);
    first.unsubscribe();
    const second = start();
    await pass(2);
    second.unsubscribe();
    const third = start();
    await pass(10);
    third.unsubscribe();
    expect(log).toEqual([
      '0 run',
      '0 start a',
      '4 aborted a AbortError',
      '10 run',
      '10 start a',
      '16 aborted a AbortError',
    ]);
  });

  it('should not hold up a run that starts after its timeout, nor fail it (5.12, 4.4)', async () => {
    const { start } = made({ a: hung() }, { onRun: () => note('run') });
    const first = start();
    await pass(4);
    first.unsubscribe();
    await pass(20);
    const second = start();
    await pass(0);
    second.unsubscribe();
    expect(log).toEqual([
      '0 run',
      '0 start a',
      '4 aborted a AbortError',
      '24 run',
      '24 start a',
      '24 aborted a AbortError',
    ]);
  });

  it('should not hold up a key that is removed and added again beyond it (5.12, 5.6)', async () => {
    const { call, end, start } = made({ a: hung() });
    start();
    await pass(4);
    call((loop) => {
      loop.remove('a');
      loop.add('a', { startDue: 0, project: async () => note('new') });
    });
    end();
    await pass(20);
    expect(log).toEqual(['0 start a', '4 aborted a AbortError', '10 new', '10 done']);
  });

  it('should, where it was cancelled, count no more from its timeout on, without an error (5.12, 5.1)', async () => {
    const { call, end, start } = made({ a: hung(), b: quick }, { concurrent: 1 });
    start();
    await pass(4);
    call((loop) => note(`${loop.cancel('a')} ${loop.isRunning('a')}`));
    await pass(5);
    call((loop) => note(loop.isRunning('a')));
    await pass(2);
    call((loop) => note(loop.isRunning('a')));
    end();
    await pass(0);
    expect(log).toEqual([
      '0 start a',
      '4 aborted a AbortError',
      '4 true true',
      '9 true',
      '10 start b',
      '11 false',
      '11 done',
    ]);
  });

  it('should be ignored where it settles after its timeout after all (5.12)', async () => {
    const late = (settle: () => string) => () =>
      new Promise<string>((resolve) => setTimeout(resolve, 15)).then(settle);
    const failing = late(() => {
      throw new Error('late');
    });
    const next = (value: unknown) => note(`value ${value}`);
    const { end, start } = made({
      a: hung({ project: late(() => 'late'), next }),
      b: hung({ project: failing, next }),
    });
    start();
    await pass(12);
    end();
    await pass(20);
    expect(log).toEqual(['10 error true', '10 error true', '12 done']);
  });
});
