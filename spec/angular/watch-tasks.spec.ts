import { describe, expect, it } from '@jest/globals';
import { watchTasks } from '../../lib/angular/watch-tasks.js';
import { TaskStates, type LoopEvent, type LoopView } from '../../lib/index.js';

describe('watchTasks', () => {
  const time = 0;
  const turn = { time, handler: 'next', key: 'a', stage: 1 } as const;
  const start: LoopEvent<string> = { type: 'turn-start', ...turn };
  const end: LoopEvent<string> = { type: 'turn-end', ...turn };
  const scheduled: LoopEvent<string> = { type: 'schedule', key: 'a', dueTime: new Date(5), time };

  const run: LoopEvent<string> = { type: 'run', keys: ['a'], loop: {} as LoopView<string>, time };

  /** The state of `a` after each of these events, looked at each time or only at the end. */
  const states = (events: LoopEvent<string>[], looking = true) => {
    const monitor = new TaskStates(['a']);
    const tasks = watchTasks(monitor);
    const state = () => tasks().get('a')!.state;
    state();
    const seen = events.map((event) => (monitor.next(event), looking && state()));
    return looking ? seen : state();
  };

  it('should show at once what changes between two turns', () => {
    expect(states([scheduled])).toEqual(['waiting']);
    expect(states([start, end, scheduled])).toEqual(['idle', 'idle', 'waiting']);
  });

  it('should show what changes in a turn as that ends', () => {
    expect(states([start, scheduled, end])).toEqual(['idle', 'idle', 'waiting']);
    expect(states([start, scheduled, end, run])).toEqual(['idle', 'idle', 'waiting', 'idle']);
  });

  it('should show all that has changed since it was looked at last', () => {
    const running: LoopEvent<string> = { type: 'start', key: 'a', stage: 1, time };
    expect(states([scheduled, running], false)).toBe('running');
    expect(states([scheduled, running])).toEqual(['waiting', 'running']);
  });

  it.each<[string, LoopEvent<string>]>([
    ['run', run],
    ['unsubscribe', { type: 'unsubscribe', time }],
    ['complete', { type: 'complete', time }],
    ['the error of the run', { type: 'error', error: 'e', time }],
  ])('should not wait for a turn that ends with its run: %s', (_, last) => {
    const running: LoopEvent<string> = { type: 'start', key: 'a', stage: 1, time };
    expect(states([running, start, last])).toEqual(['running', 'running', 'idle']);
  });

  it.each<[string, LoopEvent<string>]>([
    ['a first stage', { type: 'error', error: 'e', key: 'a', stage: 1, time }],
    ['a source', { type: 'error', error: 'e', hook: 'h', time }],
  ])('should wait for a turn in which there is an error of %s', (_, error) => {
    expect(states([start, scheduled, error, end])).toEqual(['idle', 'idle', 'idle', 'waiting']);
  });

  it('should be the same as long as only turns and the loop as a whole go on', () => {
    const states = new TaskStates(['a']);
    const tasks = watchTasks(states);
    const before = tasks();
    for (const event of [start, end, { type: 'pause', time }, { type: 'settled', time }] as const)
      states.next(event);
    expect(tasks()).toBe(before);
    states.next(scheduled);
    expect(tasks()).not.toBe(before);
  });
});
