import { describe, expect, it } from '@jest/globals';
import { concat, NEVER, of, retry, throwError, timer, type ObservableInput } from 'rxjs';
import { smartPoll, TurnTimeoutError, type ControlLoop } from '../../lib/index.js';
import { deferred, settled } from '../support/deferred.js';
import { HostScheduler } from '../support/host-scheduler.js';

/** Runs it up to `until`, and says what the subscriber was told, and when. */
function told(config: object, until = 20, scheduler = new HostScheduler()) {
  const log: unknown[] = [];
  const note = (what: unknown) => log.push(scheduler.now(), what);
  const subscription = smartPoll({ entries: [], scheduler, ...config } as never).subscribe({
    next: note,
    error: note,
    complete: () => note('complete'),
  });
  scheduler.advanceTo(until);
  return { log, subscription, scheduler };
}

describe('turnTimeout', () => {
  const project = () => of('v');
  const failing = () => throwError(() => new Error('failed'));
  const endless = () => NEVER;
  type Case = [whose: string, config: object, key: unknown, hook: string | undefined, handler: string];
  it.each<Case>([
    ['next of a task', { tasks: { a: { startDue: 0, project, next: endless } } }, 'a', undefined, 'next'],
    [
      'error of a task',
      { tasks: { a: { startDue: 0, project: failing, error: endless } } },
      'a',
      undefined,
      'error',
    ],
    [
      'complete of a task',
      { tasks: { a: { startDue: 0, project, complete: endless } } },
      'a',
      undefined,
      'complete',
    ],
    [
      'a key that is a number',
      { entries: [[7, { startDue: 0, project, next: endless }]] },
      7,
      undefined,
      'next',
    ],
    ['next of a hook', { hooks: { h: { source: of(1), next: endless } } }, undefined, 'h', 'next'],
    ['error of a hook', { hooks: { h: { source: failing(), error: endless } } }, undefined, 'h', 'error'],
    ['complete of a hook', { hooks: { h: { source: [], complete: endless } } }, undefined, 'h', 'complete'],
    ['onRun', { onRun: endless }, undefined, undefined, 'onRun'],
  ])(
    'should end the run with an error that names whose turn it was: %s (3.9)',
    (_, config, key, hook, handler) => {
      const { log, scheduler } = told({ ...config, turnTimeout: 5 });
      expect(log).toEqual([5, expect.any(TurnTimeoutError)]);
      const error = log[1] as TurnTimeoutError;
      expect(error).toBeInstanceOf(Error);
      expect(error).toMatchObject({ name: 'TurnTimeoutError', key, hook, handler, turnTimeout: 5 });
      expect(error.message).toContain(`the ${handler} handler`);
      expect(error.message).toContain('5 ms');
      if (hook !== undefined) expect(error.message).toContain(`hook "${hook}"`);
      if (key !== undefined) expect(error.message).toContain(`task ${JSON.stringify(key)}`);
      expect(scheduler.timers).toBe(0);
    },
  );

  it('should end the run of a handler whose Promise never settles (3.9)', async () => {
    const log: unknown[] = [];
    smartPoll({
      entries: [],
      onRun: (loop) => (loop.signal.addEventListener('abort', () => log.push('aborted')), deferred().promise),
      turnTimeout: 5,
    }).subscribe({ error: (error: unknown) => log.push(error) });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(log).toEqual(['aborted', expect.any(TurnTimeoutError)]);
  });

  it('should not let what hung hold up the next run: it is no leftover (3.9, 4.4)', async () => {
    const log: unknown[] = [];
    let runs = 0;
    smartPoll({
      entries: [],
      onRun: () => (runs++ === 0 ? deferred<never>().promise : of('again')),
      turnTimeout: 5,
    })
      .pipe(retry(1))
      .subscribe((value) => log.push(value));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(log).toEqual(['again']);
  });

  it.each<[string, number, number]>([
    ['a run that begins before', 3, 5],
    ['and one that begins later', 8, 8],
  ])(
    'should limit how long the next run waits for a turn that was torn down, in %s (3.9, 4.4)',
    (_, again, begins) => {
      const scheduler = new HostScheduler();
      const log: unknown[] = [];
      const hung = new Promise<never>(() => {});
      let runs = 0;
      const loop = smartPoll({
        entries: [],
        onRun: () => (log.push(scheduler.now(), `run ${runs}`), runs++ === 0 ? hung : undefined),
        turnTimeout: 5,
        monitor: { next: ({ type }) => type === 'leftovers' && log.push(scheduler.now(), type) },
        scheduler,
      });
      const subscription = loop.subscribe();
      scheduler.advanceTo(1);
      subscription.unsubscribe();
      scheduler.advanceTo(again);
      loop.subscribe();
      scheduler.advanceTo(20);
      const waits = begins > again ? [again, 'leftovers'] : [];
      expect(log).toEqual([0, 'run 0', ...waits, begins, 'run 1']);
      expect(scheduler.timers).toBe(0);
    },
  );

  it('should leave alone a turn that ends in time, and leave no timer of it (3.9, 4.6, 6.2)', () => {
    const scheduler = new HostScheduler();
    const ends = concat(of('v'), timer(3, scheduler));
    const { log } = told(
      { hooks: { h: { source: [1, 2], next: () => ends } }, turnTimeout: 5 },
      20,
      scheduler,
    );
    expect(log).toEqual([0, 'v', 3, 0, 3, 'v', 6, 0, 6, 'complete']);
    expect(scheduler.timers).toBe(0);
  });

  it('should leave no timer of a turn that fails, nor of a run that is unsubscribed (3.9, 4.3)', () => {
    const fails = told({ onRun: failing, turnTimeout: 5 });
    expect(fails.log).toEqual([0, new Error('failed')]);
    expect(fails.scheduler.timers).toBe(0);
    const { log, subscription, scheduler } = told({ onRun: endless, turnTimeout: 50 });
    expect(scheduler.timers).toBe(1);
    subscription.unsubscribe();
    expect(scheduler.timers).toBe(0);
    expect(log).toEqual([]);
  });

  it('should notice, as it is through, a handler that kept the host busy for too long (3.9)', () => {
    const busy = (ms: number, result?: () => ObservableInput<unknown>) => {
      const scheduler = new HostScheduler();
      const next = () => ((scheduler.frame += ms), result?.());
      return told({ hooks: { h: { source: [1], next } }, turnTimeout: 5 }, 20, scheduler).log[1];
    };
    expect(busy(5)).toBe('complete');
    expect(busy(6)).toBeInstanceOf(TurnTimeoutError);
    expect(busy(6, () => [])).toBeInstanceOf(TurnTimeoutError);
    expect(busy(6)).toMatchObject({ hook: 'h', handler: 'next' });
  });

  it('should limit each turn, not the wait for it (3.9, 3.1)', () => {
    const scheduler = new HostScheduler();
    const next = () => timer(4, scheduler);
    const { log } = told({ hooks: { h: { source: [1, 2, 3], next } }, turnTimeout: 5 }, 20, scheduler);
    expect(log).toEqual([4, 0, 8, 0, 12, 0, 12, 'complete']);
  });

  it('should be none by default (3.9)', async () => {
    const { log } = told({ onRun: endless }, 1e9);
    await settled();
    expect(log).toEqual([]);
  });

  it('should have aborted the signal of the turn as the run ends (3.9, 4.11)', () => {
    let signal: AbortSignal | undefined;
    const { log } = told({
      onRun: (loop: ControlLoop<never>) => ((signal = loop.signal), NEVER),
      turnTimeout: 5,
    });
    expect(log).toEqual([5, expect.any(TurnTimeoutError)]);
    expect(signal!.aborted).toBe(true);
  });
});
