import { describe, expect, it } from '@jest/globals';
import { EMPTY } from 'rxjs';
import { smartPoll } from '../../lib/index.js';

describe('scheduleSooner by the real clock', () => {
  it('should keep the timer where the date is the one that dueTime tells (1.5)', () => {
    const keys = Array.from({ length: 50 }, (_, key) => key);
    let scheduled = 0;
    const subscription = smartPoll({
      entries: keys.map((key) => [key, { project: () => EMPTY }] as const),
      onRun: (loop) => {
        for (const key of keys) {
          loop.schedule(key, 60_000 + key / keys.length); // fractions of a millisecond, as the line has them
          loop.scheduleSooner(key, loop.dueTime(key)!);
        }
      },
      monitor: { next: ({ type }) => void (scheduled += type === 'schedule' ? 1 : 0) },
    }).subscribe();
    subscription.unsubscribe();

    expect(scheduled).toBe(keys.length);
  });
});
