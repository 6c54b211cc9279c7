import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Cron } from 'croner';
import { of } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { marbles } from '../support/marbles.js';

const day = 24 * 60 * 60 * 1000;

/** Cron by a real cron library: `schedule` takes the `Date` it yields, and the `null` it ends with (5.10). */
describe('cron', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** The instants at which a task on that pattern starts, from that one on, for five days. */
  const starts = (pattern: string, timezone: string, from: string): string[] => {
    jest.setSystemTime(new Date(from));
    const cron = new Cron(pattern, { timezone });
    const instants: string[] = [];
    const subscription = smartPoll({
      tasks: {
        report: {
          startDue: (now) => cron.nextRun(now),
          repeatDue: (now) => cron.nextRun(now),
          project: () => of(instants.push(new Date().toISOString())),
        },
      },
    }).subscribe();
    jest.advanceTimersByTime(5 * day);
    subscription.unsubscribe();
    return instants;
  };

  it('should keep to nine in the morning across the change to summer time in Berlin (5.10)', () => {
    expect(starts('0 9 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z')).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
      '2026-03-31T07:00:00.000Z',
      '2026-04-01T07:00:00.000Z',
    ]);
  });

  it('should keep to nine in the morning across the change back in Berlin (5.10)', () => {
    expect(starts('0 9 * * *', 'Europe/Berlin', '2026-10-23T12:00:00Z')).toEqual([
      '2026-10-24T07:00:00.000Z',
      '2026-10-25T08:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
      '2026-10-27T08:00:00.000Z',
      '2026-10-28T08:00:00.000Z',
    ]);
  });

  it('should start once on the day that has no 02:30, and once on the one that has two (5.10)', () => {
    expect(starts('30 2 * * *', 'Europe/Berlin', '2026-03-27T12:00:00Z').slice(0, 3)).toEqual([
      '2026-03-28T01:30:00.000Z',
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(starts('30 2 * * *', 'Europe/Berlin', '2026-10-23T12:00:00Z').slice(0, 3)).toEqual([
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('should keep to nine in the morning across both changes in New York (5.10)', () => {
    expect(starts('0 9 * * *', 'America/New_York', '2026-03-06T20:00:00Z').slice(0, 3)).toEqual([
      '2026-03-07T14:00:00.000Z',
      '2026-03-08T13:00:00.000Z',
      '2026-03-09T13:00:00.000Z',
    ]);
    expect(starts('0 9 * * *', 'America/New_York', '2026-10-30T20:00:00Z').slice(0, 3)).toEqual([
      '2026-10-31T13:00:00.000Z',
      '2026-11-01T14:00:00.000Z',
      '2026-11-02T14:00:00.000Z',
    ]);
  });

  it('should reach a date that is months ahead, through a change on the way (5.10, 6.3)', () => {
    jest.setSystemTime(new Date('2026-02-01T00:00:00Z'));
    const cron = new Cron('0 9 1 4 *', { timezone: 'Europe/Berlin' });
    const instants: string[] = [];
    const subscription = smartPoll({
      tasks: {
        yearly: {
          startDue: (now) => cron.nextRun(now),
          project: () => of(instants.push(new Date().toISOString())),
        },
      },
    }).subscribe();
    jest.advanceTimersByTime(70 * day);
    subscription.unsubscribe();
    expect(instants).toEqual(['2026-04-01T07:00:00.000Z']);
  });

  it('should end with the pattern: the null that a cron library yields at its end unschedules (5.10, 1.4)', () => {
    jest.setSystemTime(new Date('2026-03-01T00:00:00Z'));
    const cron = new Cron('0 9 * * *', { timezone: 'Europe/Berlin', stopAt: '2026-03-03T12:00:00' });
    const seen: string[] = [];
    smartPoll({
      tasks: {
        report: {
          startDue: (now) => cron.nextRun(now),
          project: () => of('report'),
          next: (what, loop) => {
            seen.push(`${new Date(loop.now()).toISOString()} ${what}`);
            loop.schedule('report', cron.nextRun(new Date(loop.now())));
          },
        },
      },
    }).subscribe({ complete: () => seen.push('done') });
    jest.advanceTimersByTime(5 * day);
    expect(seen).toEqual([
      '2026-03-01T08:00:00.000Z report',
      '2026-03-02T08:00:00.000Z report',
      '2026-03-03T08:00:00.000Z report',
      'done',
    ]);
  });

  it('should be shown by a marble, where virtual time starts at the epoch (5.10)', () => {
    jest.useRealTimers();
    marbles(({ expectObservable }) => {
      const unsub = '     11s !';
      const expected = '  5s v 4999ms v';
      const cron = new Cron('*/5 * * * * *');
      const source$ = smartPoll({
        tasks: {
          work: {
            startDue: (now) => cron.nextRun(now),
            repeatDue: (now) => cron.nextRun(now),
            project: () => of('v'),
            next: (v) => [v],
          },
        },
      });
      expectObservable(source$, unsub).toBe(expected);
    })();
  });
});
