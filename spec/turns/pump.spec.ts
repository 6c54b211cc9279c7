import { describe, expect, it } from '@jest/globals';
import { Pump, type PumpParts } from '../../lib/turns/pump.js';
import { StandstillError } from '../../lib/config/errors.js';

const MILLION = 1_000_000;

/**
 * A pump in an instant that does not pass, where `waiting` turns and `starts` starts wait, each of which leads to
 * another `more()` of its kind; returns what happened before the run failed, or came to an end.
 */
function pumpOf({ waiting = 0, starts = 0, endless = '' }) {
  const done = { turns: 0, starts: 0, error: undefined as unknown };
  const lanes = {
    size: waiting,
    shift: () => (lanes.size > 0 ? { order: lanes.size-- } : undefined),
  };
  const starter = {
    waiting: starts,
    hasFresh: false,
    mayStart: false,
    look: () => undefined,
    startNext: () => {
      if (starter.waiting === 0) return undefined;
      starter.waiting--;
      done.starts++;
      if (endless === 'starts') starter.waiting++;
      if (endless === 'cycles') lanes.size++;
      return {};
    },
  };
  const state = { takesTurns: true };
  const parts = {
    clock: { line: () => 0 },
    timers: { overdue: false, settle: () => undefined },
    lanes,
    starter,
    state,
    idle: () => undefined,
    fail: (error: unknown) => {
      done.error = error;
      state.takesTurns = false;
    },
  };
  const pump = new Pump(parts as unknown as PumpParts);
  pump.turns.subscribe(() => {
    done.turns++;
    if (endless === 'turns') lanes.size++;
    if (endless === 'cycles') starter.waiting++;
    pump.turnEnded();
  });
  pump.pump();
  return done;
}

describe('a million turns in one instant', () => {
  it.each<[string, Parameters<typeof pumpOf>[0], number]>([
    ['turns', { waiting: 1, endless: 'turns' }, MILLION],
    ['turns, behind a million that waited', { waiting: MILLION, endless: 'turns' }, 2 * MILLION],
    ['turns, with a million starts', { starts: MILLION, endless: 'starts' }, 2 * MILLION],
    ['cycles, each of a start and its turn', { starts: 1, endless: 'cycles' }, 2 * MILLION],
    ['starts without a turn', { starts: 1, endless: 'starts' }, MILLION],
  ])('should be a standstill: %s (2.5)', (_, kind, least) => {
    const { turns, starts, error } = pumpOf(kind);
    expect(error).toBeInstanceOf(StandstillError);
    // The clock is looked at every 64 steps.
    expect(turns + starts).toBeGreaterThan(least);
    expect(turns + starts).toBeLessThan(least + 200);
  });

  it.each([
    ['a million turns that waited', { waiting: MILLION }],
    ['a million starts that waited', { starts: MILLION }],
    ['starts with turns behind them', { starts: MILLION, waiting: MILLION }],
  ])('should be none where they are no more than what waited: %s (2.5, 3.3)', (_, kind) => {
    const { turns, starts, error } = pumpOf(kind);
    expect([turns, starts, error]).toEqual([
      'waiting' in kind ? kind.waiting : 0,
      'starts' in kind ? kind.starts : 0,
      undefined,
    ]);
  });
});
