import { describe, expect, it } from '@jest/globals';
import { Subject } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { deferred, settled } from '../support/deferred.js';
import { stopTheClock } from '../support/stop-the-clock.js';

stopTheClock();

describe('a first stage that is a Promise', () => {
  it("should stop running as its value's turn ends, before anything else starts (1.8)", async () => {
    const starts: string[] = [];
    const project = async ({ key }: { key: string }) => void starts.push(key);
    let turns = 0;
    await new Promise<void>((resolve, reject) => {
      smartPoll({
        tasks: {
          a: {
            startDue: 0,
            project,
            next: (_, loop) => {
              if (turns++ > 0) return;
              loop.schedule('a', 0);
              loop.schedule('b', 0);
            },
          },
          b: { project },
        },
      }).subscribe({ complete: resolve, error: reject });
    });

    expect(starts).toEqual(['a', 'a', 'b']);
  });

  it('should be seen as stopped in the turn after its own (1.8)', async () => {
    const work = deferred<string>();
    const turn = new Subject<never>();
    const events = new Subject<string>();
    const running: boolean[] = [];
    const subscription = smartPoll({
      tasks: {
        a: {
          startDue: 0,
          project: () => work.promise,
          next: (_, loop) => (running.push(loop.isRunning('a')), turn),
        },
      },
      hooks: { events: { source: events, next: (_, loop) => void running.push(loop.isRunning('a')) } },
    }).subscribe();

    events.next('before');
    work.resolve('value');
    await settled();
    events.next('after');
    turn.complete();

    expect(running).toEqual([true, true, false]);
    subscription.unsubscribe();
  });

  it('should run its complete turn before it stops, where it has one (1.8, 3.8)', async () => {
    const running: string[] = [];
    await new Promise<void>((resolve, reject) => {
      smartPoll({
        tasks: {
          a: {
            startDue: 0,
            project: () => Promise.resolve('value'),
            next: (_, loop) => void running.push(`next ${loop.isRunning('a')}`),
            complete: (loop) => void running.push(`complete ${loop.isRunning('a')}`),
          },
        },
      }).subscribe({ complete: resolve, error: reject });
    });

    expect(running).toEqual(['next true', 'complete true']);
  });

  it('should give its rejection to the error handler, or end the run with it (4.2)', async () => {
    const oops = new Error('oops');
    const handled: unknown[] = [];
    const errors: unknown[] = [];
    const project = () => Promise.reject(oops);
    smartPoll({
      tasks: { a: { startDue: 0, project, error: (error) => void handled.push(error) } },
    }).subscribe();
    smartPoll({ tasks: { a: { startDue: 0, project } } }).subscribe({ error: (error) => errors.push(error) });
    await settled();

    expect(handled).toHaveLength(1);
    expect(handled[0]).toBe(oops);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBe(oops);
  });

  it('should call no handler after unsubscribing, resolved or rejected (4.3)', async () => {
    const log: unknown[] = [];
    const [first, second] = [deferred<string>(), deferred<string>()];
    const handlers = {
      next: (value: unknown) => void log.push(value),
      error: (error: unknown) => void log.push(error),
      complete: () => void log.push('complete'),
    };
    smartPoll({
      tasks: {
        a: { startDue: 0, project: () => first.promise, ...handlers },
        b: { startDue: 0, project: () => second.promise, ...handlers },
      },
    })
      .subscribe({ error: (error) => log.push(error) })
      .unsubscribe();
    first.resolve('value');
    second.reject('error');
    await settled();

    expect(log).toEqual([]);
  });
});
