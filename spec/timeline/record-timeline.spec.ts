import { describe, it, expect } from '@jest/globals';
import { of } from 'rxjs';
import type { LoopEvent } from '../../lib/config/loop-event.js';
import { smartPoll } from '../../lib/index.js';
import { recordTimeline } from '../../lib/timeline/index.js';

const event = (time: number): LoopEvent => ({ time, type: 'pause' });
const times = ({ events }: { events: LoopEvent[] }) => events.map(({ time }) => time);

describe('recordTimeline', () => {
  it('should keep the last events, the oldest first', () => {
    for (const limit of [1, 2, 3, 7, 100]) {
      const recorder = recordTimeline(limit);
      for (let time = 0; time < 50; time++) {
        expect(times(recorder)).toEqual(Array.from({ length: time }, (_, i) => i).slice(-limit));
        recorder.next(event(time));
      }
    }
  });

  it('should give an array of its own each time', () => {
    const recorder = recordTimeline(2);
    recorder.next(event(1));
    const before = recorder.events;
    before.push(event(9));
    recorder.next(event(2));
    expect(times(recorder)).toEqual([1, 2]);
    expect(before).toHaveLength(2);
  });

  it('should be an observer to pass as monitor, whole or in part (7.1)', () => {
    const monitor = recordTimeline<'a'>(100);
    const { next } = recordTimeline(1);
    next(event(1));
    smartPoll({ tasks: { a: { startDue: 0, project: () => of(1) } }, monitor }).subscribe();
    expect(monitor.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['run', 'start', 'stop', 'complete']),
    );
  });

  it.each([0, -1, 1.5, NaN, Infinity, '5', undefined])('should refuse the limit %p', (limit) => {
    expect(() => recordTimeline(limit as number)).toThrow(
      new TypeError(`smartPoll: timeline limit must be a positive integer, got ${limit} (${typeof limit})`),
    );
  });
});
