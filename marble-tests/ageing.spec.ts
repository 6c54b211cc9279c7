import { describe, it } from '@jest/globals';
import type { Observable } from 'rxjs';
import { smartPoll, type SmartPollConfig, type Task } from '../lib/index.js';
import { marbles } from '../spec/support/marbles.js';

describe('ageing', () => {
  /** A key of priority 2 that is ready whenever its slot is free, and others that are due at 0 unless they say otherwise. */
  const crowd = (
    important: Observable<string>,
    tasks: Record<string, Task<string>>,
    config: Omit<Partial<SmartPollConfig<string>>, 'tasks' | 'entries' | 'hooks' | 'onRun'>,
  ): Observable<unknown> => {
    const first: Task<string> = { priority: 2, repeatDue: 0, project: () => important };
    const keys = Object.entries({ important: first, ...tasks });
    return smartPoll({
      entries: keys.map(([key, task]): [string, Task<string>] => [key, { startDue: 0, ...task }]),
      concurrent: 1,
      ...config,
    });
  };

  // picture: ageing: ageing: 4
  it(
    'should start a low priority late, but start it: a level for each so many milliseconds (5.16, 5.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const important = cold('--|');
      const low = cold('      -|');
      const unsub = '         -------------!';
      const subs1 = '         ^-!';
      const subs2 = '         --^-!';
      const subs3 = '         ----^-!';
      const subs4 = '         ------^-!';
      const lowSubs = '       --------^!'; // Ready since 0, so two levels higher than what is ready since 8.
      const subs5 = '         ---------^-!';
      const subs6 = '         -----------^-!';
      expectObservable(crowd(important, { low: { project: () => low } }, { ageing: 4 }), unsub).toBe('');
      expectSubscriptions(important.subscriptions).toBe([subs1, subs2, subs3, subs4, subs5, subs6]);
      expectSubscriptions(low.subscriptions).toBe(lowSubs);
    }),
  );

  it(
    'should never start it without ageing, as long as there is more important work (5.16, 5.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const important = cold('--|');
      const low = cold('      -|');
      const unsub = '         -----------------!';
      expectObservable(crowd(important, { low: { project: () => low } }, {}), unsub).toBe('');
      expectSubscriptions(low.subscriptions).toBe([]);
    }),
  );

  it(
    'should count from when a key became ready, not from when it was due (5.16, 1.3)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const important = cold('--|');
      const dated = cold('    -|');
      const unsub = '         -----------!';
      const startDue = (): Date => new Date(-1_000);
      const datedSubs = '     --------^!';
      expectObservable(
        crowd(important, { dated: { startDue, project: () => dated } }, { ageing: 4 }),
        unsub,
      ).toBe('');
      expectSubscriptions(dated.subscriptions).toBe(datedSubs);
    }),
  );

  it(
    'should let a high priority pass those who have not waited long enough, and age all alike (5.16, 2.4)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const busy = cold('  -------|');
      const low = cold('   -|');
      const mid = cold('   -|');
      const high = cold('  -|');
      const unsub = '      -----------!';
      const busySubs1 = '  ^------!';
      const midSubs = '    -------^!'; // 1 - 1/4, by when it became ready
      const highSubs = '   --------^!'; // 2 - 6/4
      const busySubs2 = '  ---------^-!'; // 2 - 7/4, ready again at 7: before `low`, with 0
      expectObservable(
        crowd(
          busy,
          {
            low: { project: () => low },
            mid: { startDue: 1, priority: 1, project: () => mid },
            high: { startDue: 6, priority: 2, project: () => high },
          },
          { ageing: 4 },
        ),
        unsub,
      ).toBe('');
      expectSubscriptions(busy.subscriptions).toBe([busySubs1, busySubs2]);
      expectSubscriptions(mid.subscriptions).toBe(midSubs);
      expectSubscriptions(high.subscriptions).toBe(highSubs);
      expectSubscriptions(low.subscriptions).toBe([]);
    }),
  );

  it(
    'should hold in the line of a limit, and for a tick that concat counts (5.16, 5.15, 5.5)',
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const important = cold('--|');
      const low = cold('      -|');
      const unsub = '         -----------!';
      const lowSubs = '       --------^!';
      const limit = 'host';
      const overlap = 'concat';
      const ageing = 4;
      const others = cold('   --|');
      expectObservable(
        crowd(
          others,
          {
            important: { limit, priority: 2, repeatDue: 0, project: () => important },
            low: { limit, overlap, project: () => low },
          },
          { limits: { host: { concurrent: 1 } }, ageing, concurrent: Infinity },
        ),
        unsub,
      ).toBe('');
      expectSubscriptions(low.subscriptions).toBe(lowSubs);
    }),
  );
});
