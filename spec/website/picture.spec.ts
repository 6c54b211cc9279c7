import { describe, expect, it } from '@jest/globals';
import { of, VirtualTimeScheduler } from 'rxjs';
import { smartPoll, type LoopEvent } from '../../lib/index.js';
import { renderTimeline } from '../../lib/timeline/index.js';
import { eventsOf } from '../../website/playground/picture.js';
import { Recorder } from '../../website/playground/record.js';

/** The events of a loop with a task, a hook and a pause, as the page gets them from the worker. */
function recorded(key: unknown): { told: LoopEvent[]; revived: LoopEvent[] } {
  const scheduler = new VirtualTimeScheduler();
  const recorder = new Recorder(0);
  const told: LoopEvent[] = [];
  smartPoll({
    entries: [[key, { startDue: 1, project: () => of('a'), next: () => {} }]],
    hooks: { refresh: { source: of(1), next: () => {} } },
    pause: of(false),
    monitor: [recorder, { next: (event) => void told.push({ ...event }) }],
    scheduler,
  }).subscribe();
  scheduler.flush();
  return { told, revived: eventsOf(structuredClone(recorder.record)) };
}

describe('the picture in the playground', () => {
  it.each([
    ['a text', 'a'],
    ['undefined', undefined],
  ])('should be that of the loop, whose key is %s', (_, key) => {
    const { told, revived } = recorded(key);
    const picture = renderTimeline(revived);
    expect(picture).toBe(renderTimeline(told));
    expect(picture).toContain('>refresh<');
    expect(picture.includes('undefined')).toBe(key === undefined);
  });
});
