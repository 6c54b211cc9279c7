import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { smartPoll } from '../../lib/index.js';
import { FakeWorld } from '../support/fake-world.js';
import { SET, stages, waitOf, type Stage } from '../support/host-timer.js';

/** What becomes of a timer of the host, of 1 ms, beside a loop that never has nothing to do. */
describe('a timer of the host', () => {
  let world: FakeWorld;
  beforeEach(() => void (world = new FakeWorld()));
  afterEach(() => world.restore());

  // What follows an `await` is outside of the loop, where time that is faked need not be work.
  const inside = (Object.keys(stages) as Stage[]).filter((stage) => stage !== 'after an await');
  const cases = inside.flatMap((stage) =>
    // Timers of the host come in their order: those of many first stages were set before.
    (stage === 'timer' ? [1] : [1, 20, 1_000]).flatMap((keys) =>
      (stage === 'sync' || stage === 'timer' ? [0.05, 2, 5, 20, 100] : [5, 20, 100]).map(
        (ms) => [stage, keys, ms] as const,
      ),
    ),
  );
  it.each(cases)(
    'should wait for two handlers or 16 ms at most: %s, %d keys, handlers of %d ms (2.5)',
    async (stage, keys, ms) => {
      const { handlers, worked } = await waitOf({ smartPoll, world }, stage, keys, () => ms);
      expect(handlers <= 2 || worked <= 16 ? 'in time' : { handlers, worked }).toBe('in time');
    },
  );

  it.each<Stage>(['sync', 'promise'])(
    'should wait no longer where slow handlers follow quick ones: %s (2.5)',
    async (stage) => {
      for (const slow of [5, 20, 100])
        for (const since of [SET - 1, SET, SET + 1, SET + 3]) {
          const { handlers, worked } = await waitOf({ smartPoll, world }, stage, 3, (turn) =>
            turn < since ? 0.01 : slow,
          );
          expect(
            handlers <= 2 || worked <= Math.max(16, 2 * slow) ? 'in time' : { slow, since, handlers, worked },
          ).toBe('in time');
        }
    },
  );
});
