import { describe, expect, it } from '@jest/globals';
import { NEVER, of, Subject, throwError, TimeoutError, type ObservableInput } from 'rxjs';
import { smartPoll, type ControlLoop, type Overlap, type TaskContext } from '../../lib/index.js';
import { settled } from '../support/deferred.js';
import { HostScheduler } from '../support/host-scheduler.js';
import { boom, fail, watchProcess } from '../support/hostile.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();
watchProcess();

const rejects = (): Promise<never> => Promise.reject(boom);
const throwing: [how: string, failing: () => ObservableInput<never>][] = [
  ['a throw', fail],
  ['an erroring Observable', () => throwError(() => boom)],
  ['a rejected Promise', rejects],
  [
    'an async iterable that throws',
    async function* () {
      yield fail();
    },
  ],
];

describe('the signal of a first stage', () => {
  let signals: AbortSignal[];
  const started = (project: () => ObservableInput<unknown>, task: object = {}, scheduler?: HostScheduler) => {
    const own: AbortSignal[] = (signals = []);
    const calls = new Subject<(loop: ControlLoop<any>) => unknown>();
    const subscription = smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: ({ signal }: TaskContext) => (own.push(signal), project()),
          ...task,
        },
      },
      hooks: {
        calls: {
          source: calls,
          next: (call: (loop: ControlLoop<any>) => unknown, loop: ControlLoop<any>) => void call(loop),
        },
      },
      scheduler,
    } as never).subscribe({ error: () => undefined });
    return { signals: own, calls, subscription };
  };

  it.each(throwing)('should be aborted by an error, which is the reason: %s (4.11)', async (_, failing) => {
    const atError: unknown[] = [];
    const error = () => void atError.push(signals[0]!.aborted, signals[0]!.reason);
    const { subscription } = started(failing, { error });
    await settled();
    expect(atError).toEqual([true, boom]);
    subscription.unsubscribe();
  });

  it('should be aborted by an error that no handler takes (4.11, 4.2)', async () => {
    started(rejects);
    await settled();
    expect(signals.map(({ aborted, reason }) => [aborted, reason])).toEqual([[true, boom]]);
  });

  it.each<[string, (loop: ControlLoop<any>) => unknown, Overlap]>([
    ['cancel', (loop) => loop.cancel('a'), 'latch'],
    ['remove', (loop) => loop.remove('a'), 'latch'],
    ['switch', (loop) => loop.schedule('a', 0), 'switch'],
  ])('should be aborted with an AbortError: by %s (4.11, 5.1)', (_, call, overlap) => {
    const { calls, subscription } = started(() => NEVER, { overlap });
    expect(signals[0]!.aborted).toBe(false);
    calls.next(call);
    expect(signals[0]).toMatchObject({ aborted: true, reason: { name: 'AbortError' } });
    expect(signals[1]?.aborted ?? false).toBe(false);
    subscription.unsubscribe();
  });

  it('should be aborted by a timeout, by unsubscribing, and by the failure of another key (4.11, 5.12, 4.3)', () => {
    const scheduler = new HostScheduler();
    const timed = started(() => NEVER, { timeout: 5, error: () => undefined }, scheduler);
    scheduler.advanceTo(4);
    expect(timed.signals[0]!.aborted).toBe(false);
    scheduler.advanceTo(5);
    expect(timed.signals[0]!.aborted).toBe(true);
    expect(timed.signals[0]!.reason).toBeInstanceOf(TimeoutError);
    timed.subscription.unsubscribe();

    const { subscription } = started(() => NEVER);
    subscription.unsubscribe();
    expect(signals[0]!.aborted).toBe(true);

    const failed = started(() => NEVER);
    failed.calls.next(fail);
    expect(failed.signals[0]!.aborted).toBe(true);
  });

  it('should be left alone by completion, also where its turn is torn down after it (4.11)', async () => {
    for (const project of [() => of(1), async () => 1, () => [1]]) {
      const { subscription } = started(project, { next: () => NEVER });
      await settled();
      expect(signals[0]!.aborted).toBe(false);
      subscription.unsubscribe();
      expect(signals[0]!.aborted).toBe(false);
    }
  });
});

describe('the signal of a turn', () => {
  it.each(throwing)(
    'should be aborted as the turn fails, which is the reason: %s (4.11)',
    async (_, failing) => {
      let signal: AbortSignal | undefined;
      const told: unknown[] = [];
      smartPoll({
        entries: [],
        onRun: (loop) => {
          signal = loop.signal;
          return failing() as never;
        },
      }).subscribe({ error: (error: unknown) => told.push(error, signal!.aborted) });
      await settled();
      expect(told).toEqual([boom, true]);
      expect(signal!.reason).toBe(boom);
    },
  );

  it('should be aborted as the turn is torn down, and left alone by its completion (4.11, 4.10)', () => {
    const signals: AbortSignal[] = [];
    const subscription = smartPoll({
      entries: [],
      onRun: [
        (loop) => void signals.push(loop.signal),
        (loop) => (signals.push(loop.signal), of(1)),
        (loop) => (signals.push(loop.signal), NEVER),
      ],
    }).subscribe();
    subscription.unsubscribe();
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, true]);
  });
});
