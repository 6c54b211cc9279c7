import { describe, expect, it } from '@jest/globals';
import { duration } from '../../lib/devtools/duration.js';
import { defineSmartPollPanel } from '../../lib/devtools/index.js';
import { Lanes, SPAN } from '../../lib/devtools/lanes.js';
import type { LoopEvent } from '../../lib/index.js';

describe('the panel without a DOM', () => {
  it('should be defined by doing nothing', () => {
    expect('customElements' in globalThis).toBe(false);
    expect(() => defineSmartPollPanel()).not.toThrow();
  });
});

describe('the durations of the panel', () => {
  it.each([
    [-5, '0.0 s'],
    [0, '0.0 s'],
    [340, '0.3 s'],
    [9_900, '9.9 s'],
    [42_900, '42 s'],
    [99_999, '99 s'],
    [100_000, '1.7 min'],
    [5_999_999, '99 min'],
    [6_000_000, '1.7 h'],
    [172_799_999, '47 h'],
    [172_800_000, '2.0 d'],
    [1e12, '11574 d'],
  ])('should say %p ms as %p', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});

describe('the lanes of the panel', () => {
  type Loose = { time: number; type: LoopEvent['type'] } & Record<string, unknown>;
  const fold = (...events: Loose[]): Lanes<string> => {
    const lanes = new Lanes<string>();
    for (const event of events as unknown as LoopEvent<string>[]) lanes.next(event);
    return lanes;
  };
  const barsOf = (lanes: Lanes<string>, key = 'a'): string[] =>
    lanes.of(key).map(({ kind, start, end }) => `${kind} ${start} ${end}`);
  const [ready, start] = [
    { time: 1, type: 'ready', key: 'a' } as const,
    { time: 2, type: 'start', key: 'a', stage: 1 } as const,
  ];

  it('should have how long a key was due, its first stage, and its turns', () => {
    const lanes = fold(
      ready,
      start,
      { time: 5, type: 'stage-end', key: 'a', stage: 1 },
      { time: 6, type: 'turn-start', key: 'a', stage: 1 },
      { time: 7, type: 'turn-end', key: 'a', stage: 1 },
      { time: 8, type: 'turn-start', hook: 'h' },
    );
    expect(barsOf(lanes)).toEqual(['wait 1 2', 'stage 2 5', 'turn 6 7']);
    expect(lanes.turns.map(({ start, end }) => [start, end])).toEqual([
      [6, 7],
      [8, Infinity],
    ]);
    expect(barsOf(lanes, 'other')).toEqual([]);
  });

  it('should tell overlapping stages apart, and which one failed, which is told after its end', () => {
    const lanes = fold(
      start,
      { time: 3, type: 'start', key: 'a', stage: 2 },
      { time: 4, type: 'stage-end', key: 'a', stage: 1 },
      { time: 4, type: 'error', key: 'a', stage: 1, error: 'e' },
      { time: 4, type: 'error', hook: 'h', error: 'e' },
    );
    expect(barsOf(lanes)).toEqual(['failed 2 4', 'stage 3 Infinity']);
  });

  it.each(['latched', 'dropped', 'unscheduled'] as const)(
    'should end the wait of a tick that is %s',
    (type) => {
      expect(barsOf(fold(ready, { time: 4, type, key: 'a' }))).toEqual(['wait 1 4']);
    },
  );

  it.each([
    ['unsubscribe', {}],
    ['complete', {}],
    ['run', { keys: [] }],
    ['error', { error: 'e' }],
  ] as const)('should end all as the run ends: %s', (type, more) => {
    const turn = { time: 3, type: 'turn-start', key: 'a', stage: 1 } as const;
    const lanes = fold(start, turn, { ...ready, key: 'b' }, { time: 9, type, ...more });
    expect([barsOf(lanes), barsOf(lanes, 'b')]).toEqual([['stage 2 9', 'turn 3 9'], ['wait 1 9']]);
  });

  it('should forget what is out of sight, what is too much, and removed keys', () => {
    const stage = (time: number, id: number): Loose[] => [
      { time, type: 'start', key: 'a', stage: id },
      { time: time + 1, type: 'stage-end', key: 'a', stage: id },
    ];
    expect(barsOf(fold(...stage(1, 1), ...stage(SPAN + 3, 2)))).toEqual([`stage ${SPAN + 3} ${SPAN + 4}`]);
    const many = fold(...Array.from({ length: 1_000 }, (_, i) => stage(i, i)).flat());
    expect(barsOf(many).length).toBe(200);
    expect(barsOf(many).at(-1)).toBe('stage 999 1000');
    expect(barsOf(fold(start, { time: 3, type: 'remove', key: 'a' }))).toEqual([]);
  });
});
