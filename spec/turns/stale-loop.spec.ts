import { describe, expect, it } from '@jest/globals';
import { EMPTY, NEVER, of, Subject, type Subscription } from 'rxjs';
import { smartPoll, StaleLoopError, type ControlLoop } from '../../lib/index.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

type Loop = ControlLoop<any>;

const calls: [string, (loop: Loop) => unknown][] = [
  ['schedule', (loop) => loop.schedule('a', 5)],
  ['scheduleSooner', (loop) => loop.scheduleSooner('a', 5)],
  ['unschedule', (loop) => loop.unschedule('a')],
  ['stopTimer', (loop) => loop.stopTimer('a')],
  ['dueTime', (loop) => loop.dueTime('a')],
  ['isRunning', (loop) => loop.isRunning('a')],
  ['cancel', (loop) => loop.cancel('a')],
  ['explain', (loop) => loop.explain('a')],
  ['add', (loop) => loop.add('b', { project: () => EMPTY })],
  ['remove', (loop) => loop.remove('a')],
  ['has', (loop) => loop.has('a')],
  ['keys', (loop) => loop.keys()],
  ['drain', (loop) => loop.drain()],
  ['now', (loop) => loop.now()],
];

const tasks = { a: { project: () => EMPTY } };

describe('a loop', () => {
  it.each(calls)('should let %s be called in its own turn, and taken off it (4.7)', (name) => {
    const errors: unknown[] = [];
    smartPoll({
      tasks,
      onRun: (loop) => {
        const method = (loop as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!;
        if (name === 'add') method('b', tasks.a);
        else method('a', 5);
      },
    }).subscribe({ error: (error) => errors.push(error) });

    expect(errors).toEqual([]);
  });

  it.each(calls)('should throw a StaleLoopError from %s after its turn (4.7)', (name, call) => {
    let kept: Loop | undefined;
    const subscription = smartPoll({
      tasks,
      hooks: { never: { source: NEVER } },
      onRun: (loop) => void (kept = loop),
    }).subscribe();

    expect(() => call(kept!)).toThrow(StaleLoopError);
    expect(() => call(kept!)).toThrow(/^smartPoll: /);
    expect(() => call(kept!)).toThrow(new RegExp(`${name}|loop`));
    subscription.unsubscribe();
    expect(() => call(kept!)).toThrow(StaleLoopError);
  });

  it('should name itself in its error (4.7)', () => {
    let kept: Loop | undefined;
    smartPoll({ tasks, onRun: (loop) => void (kept = loop) }).subscribe();

    expect(() => kept!.keys()).toThrow(expect.objectContaining({ name: 'StaleLoopError' }));
  });

  it.each(calls)('should throw from %s during a later turn than its own (4.7)', (_, call) => {
    const thrown: unknown[] = [];
    let kept: Loop | undefined;
    smartPoll({
      tasks,
      onRun: [
        (loop) => void (kept = loop),
        () => {
          try {
            call(kept!);
          } catch (error) {
            thrown.push(error);
          }
        },
      ],
    }).subscribe();

    expect(thrown).toEqual([expect.any(StaleLoopError)]);
  });

  it('should throw when taken apart, too (4.7)', () => {
    let schedule: Loop['schedule'] | undefined;
    smartPoll({ tasks, onRun: (loop) => void ({ schedule } = loop as Loop) }).subscribe();

    expect(() => schedule!('a', 0)).toThrow(StaleLoopError);
  });

  it('should change nothing when stale (4.7)', () => {
    const starts: string[] = [];
    const events = new Subject<string>();
    let kept: Loop | undefined;
    const subscription = smartPoll({
      tasks: { a: { project: () => (starts.push('a'), EMPTY) } },
      hooks: { events: { source: events } },
      onRun: (loop) => void (kept = loop),
    }).subscribe();

    expect(() => kept!.schedule('a', 0)).toThrow(StaleLoopError);
    events.next('event');
    expect(starts).toEqual([]);
    subscription.unsubscribe();
  });

  it('should work up to the completion of an asynchronous turn, and no longer (4.7)', async () => {
    const log: unknown[] = [];
    let kept: Loop | undefined;
    await new Promise<void>((resolve, reject) => {
      smartPoll({
        tasks: { a: { project: () => of(1), next: () => void log.push('a') } },
        onRun: async (loop) => {
          kept = loop;
          await Promise.resolve();
          loop.schedule('a', 0);
          await Promise.resolve();
          log.push(loop.dueTime('a'));
        },
      }).subscribe({ complete: resolve, error: reject });
    });

    expect(log).toEqual([expect.any(Date), 'a']);
    expect(() => kept!.schedule('a', 0)).toThrow(StaleLoopError);
  });

  it('should end with the completion of what the handler returned, not with its last value (4.7)', () => {
    const turn = new Subject<string>();
    let kept: Loop | undefined;
    const subscription = smartPoll({ tasks, onRun: (loop) => ((kept = loop), turn) }).subscribe();

    expect(() => kept!.isRunning('a')).not.toThrow();
    turn.next('output');
    expect(() => kept!.isRunning('a')).not.toThrow();
    turn.complete();
    expect(() => kept!.isRunning('a')).toThrow(StaleLoopError);
    subscription.unsubscribe();
  });

  it('should end inside a synchronous handler that ends the run (4.7)', () => {
    const thrown: unknown[] = [];
    const events = new Subject<string>();
    const subscription: Subscription = smartPoll({
      tasks,
      hooks: {
        events: {
          source: events,
          next: (_, loop) => {
            loop.isRunning('a');
            subscription.unsubscribe();
            try {
              loop.isRunning('a');
            } catch (error) {
              thrown.push(error);
            }
          },
        },
      },
    }).subscribe();
    events.next('event');

    expect(thrown).toEqual([expect.any(StaleLoopError)]);
  });

  it('should end as its turn is torn down (4.7)', () => {
    let kept: Loop | undefined;
    const subscription = smartPoll({ tasks, onRun: (loop) => ((kept = loop), NEVER) }).subscribe();

    expect(() => kept!.isRunning('a')).not.toThrow();
    subscription.unsubscribe();
    expect(() => kept!.isRunning('a')).toThrow(StaleLoopError);
  });
});
