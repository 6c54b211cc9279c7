import { describe, expect, it } from '@jest/globals';
import { firstDifference } from './compare.js';
import { replay } from './replay.js';

const unscheduled = { running: false, next: null };

describe('the replay of a scenario', () => {
  it('should refuse a run that comes during another, which goes on (4.5)', async () => {
    const trace = await replay({
      tasks: { A: [{ firstStageTicks: 4, outcome: 'nohook' }] },
      runHooks: [[{ calls: [{ op: 'schedule', key: 'A', ticks: 3 }] }]],
      runs: [{ cancelAtTick: 9 }, { startAtTick: 1, cancelAtTick: 5 }],
    });
    expect(
      firstDifference(
        [
          { t: 0, ev: 'run', run: 0 },
          { t: 0, ev: 'runHook', index: 0, n: 0, state: { A: unscheduled } },
          {
            t: 0,
            ev: 'call',
            key: 'A',
            op: 'schedule',
            ticks: 3,
            before: unscheduled,
            after: { running: false, next: 3 },
          },
          { t: 0, ev: 'exit', of: 'run:0' },
          { t: 1, ev: 'run', run: 1 },
          { t: 1, ev: 'return', run: 1, panic: 'another run is active' },
          { t: 3, ev: 'start', key: 'A', n: 0 },
          { t: 9, ev: 'return', run: 0, err: 'canceled' },
        ],
        trace,
      ),
    ).toBeUndefined();
  });

  it('should end a handler with its last call, and tell a failure after its exit (4.2)', async () => {
    const trace = await replay({
      tasks: { A: [{ outcome: 'nohook' }] },
      hooks: { h: [{ atTick: 2, value: 5, calls: [{ op: 'next', key: 'A', at: 3 }], error: 'E-h' }] },
      runs: [{ startAtTick: 1 }],
    });
    expect(
      firstDifference(
        [
          { t: 1, ev: 'run', run: 0 },
          { t: 2, ev: 'event', hook: 'h', value: 5, ok: true, state: { A: unscheduled } },
          { t: 5, ev: 'call', key: 'A', op: 'next', before: unscheduled, after: unscheduled },
          { t: 5, ev: 'exit', of: 'event:h' },
          { t: 5, ev: 'return', run: 0, err: 'E-h' },
        ],
        trace,
      ),
    ).toBeUndefined();
  });

  it.each([
    ['in time', {}, 1],
    ['in one tick', {}, 0],
    ['in one tick, without a microtask', { honourCancel: true }, 0],
  ])('should break off a scenario that is endless %s', async (_, stage, ticks) => {
    const calls = [{ op: 'schedule', key: 'A', ticks }] as const;
    const trace = await replay({
      tasks: { A: [{ ...stage, outcome: 'hook', hookCalls: calls }] },
      runHooks: [[{ calls }]],
      runs: [{}],
    });
    expect(trace.length).toBeGreaterThan(1_000);
    expect(trace.length).toBeLessThan(11_000);
  });
});
