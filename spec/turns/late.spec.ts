import { describe, expect, it } from '@jest/globals';
import { of, Subject } from 'rxjs';
import { smartPoll, type Due } from '../../lib/index.js';
import { HostScheduler } from '../support/host-scheduler.js';

const count = 5_000;
const keys = Array.from({ length: count }, (_, key) => key);

/** Runs `count` keys whose dues all are past as the host timer fires: what started and had its turn, in order. */
function runLate(startDue: (key: number) => Due) {
  const scheduler = new HostScheduler();
  const starts: number[] = [];
  const turns: number[] = [];
  let most = 0;
  smartPoll({
    entries: keys.map((key) => [
      key,
      {
        startDue: startDue(key),
        project: () => {
          most = Math.max(most, starts.push(key) - turns.length);
          return of(key);
        },
        next: () => void turns.push(key),
      },
    ]),
    scheduler,
  }).subscribe();
  scheduler.advanceTo(11);
  return { starts, turns, most, delays: scheduler.delays };
}

describe('what comes due while the host timer is late', () => {
  it('should be in progress a thousand at a time, in the order of its due times (2.1, 2.4)', () => {
    const { starts, turns, most, delays } = runLate((key) => 10 + (key + 1) / 10_000);
    expect(starts).toEqual(keys);
    expect(turns).toEqual(keys);
    expect(most).toBe(1_000);
    expect(delays).toEqual([11]);
  });

  it('should all start before the next turn where it was due at one instant (2.1)', () => {
    const { starts, most } = runLate(() => 10.5);
    expect(starts).toEqual(keys);
    expect(most).toBe(count);
  });

  it('should not part what is due at one instant from the end of such a thousand (2.1)', () => {
    const { most } = runLate((key) => (key < 500 ? 10.1 : key < 1_500 ? 10.2 : 10.3 + key / 10_000));
    expect(most).toBe(1_500);
  });

  it('should all come, relative dues and dates (6.5)', () => {
    const { starts } = runLate((key) => (key % 2 ? 10 + key / 10_000 : new Date(11)));
    expect(new Set(starts).size).toBe(count);
  });

  it('should become ready also while a turn is in progress (1.2)', () => {
    const scheduler = new HostScheduler();
    const end = new Subject<never>();
    const go = new Subject<string>();
    let running = 0;
    let ready = 0;
    const run = smartPoll({
      entries: keys.map((key) => [
        key,
        { startDue: 10 + (key + 1) / 10_000, project: () => of((running += 1)) },
      ]),
      hooks: { go: { source: go, next: () => end } },
      monitor: { next: ({ type }) => void (ready += type === 'ready' ? 1 : 0) },
      scheduler,
    }).subscribe();
    go.next('slow');
    scheduler.advanceTo(11);
    expect({ running, ready }).toEqual({ running: 0, ready: count });
    end.complete();
    expect(running).toBe(count);
    expect(scheduler.delays.length).toBeLessThanOrEqual(1 + count / 1_000);
    run.unsubscribe();
  });
});
