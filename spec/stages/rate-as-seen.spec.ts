import { describe, expect, it } from '@jest/globals';
import { NEVER, of, timer } from 'rxjs';
import { smartPoll, type Task } from '../../lib/index.js';
import { HostScheduler } from '../support/host-scheduler.js';

/** A host that is busy with others for a while whenever a task starts: just before its request is sent. */
class BusyHost extends HostScheduler {
  private lost = 0;
  override now = (): number => this.frame + this.lost;

  lose(ms: number): void {
    this.lost += ms;
  }
}

describe('the rate of a limit, as a server sees it', () => {
  it.each([
    ['that goes on', NEVER],
    ['that is over at once', of(1)],
  ])('should hold where time passes between the decision to start and a request %s (5.15)', (_, request$) => {
    const scheduler = new BusyHost();
    const asked: number[] = [];
    const delays = [30, 20, 0, 0, 7, 0];
    const task: Task<number> = {
      startDue: 0,
      limit: 'api',
      project: () => (asked.push(scheduler.now()), request$),
    };
    const run = smartPoll({
      entries: Array.from({ length: 6 }, (_, key) => [key, task] as const),
      limits: { api: { rate: { starts: 2, per: 100 } } },
      monitor: { next: ({ type }) => type === 'start' && scheduler.lose(delays.shift()!) },
      scheduler,
    }).subscribe();
    scheduler.advanceTo(1_000);
    run.unsubscribe();

    expect(asked).toEqual([30, 50, 130, 150, 237, 250]);
  });

  it('should be what minInterval promises, too (5.11)', () => {
    const scheduler = new BusyHost();
    const asked: number[] = [];
    const run = smartPoll({
      tasks: {
        key: {
          startDue: 0,
          minInterval: 100,
          overlap: 'merge',
          project: () => (asked.push(scheduler.now()), timer(10, scheduler)),
          next: (_, loop) => loop.schedule('key', 0),
        },
      },
      monitor: { next: ({ type }) => type === 'start' && scheduler.lose(asked.length === 0 ? 30 : 0) },
      scheduler,
    }).subscribe();
    scheduler.advanceTo(200);
    run.unsubscribe();

    expect(asked).toEqual([30, 130, 230]);
  });
});
