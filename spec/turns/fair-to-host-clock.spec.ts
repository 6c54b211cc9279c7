import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { NEVER } from 'rxjs';
import type * as library from '../../lib/index.js';
import { FakeWorld } from '../support/fake-world.js';
import { stages, waitOf, type Stage } from '../support/host-timer.js';

/**
 * The library as it is loaded in a world of its own, whose clocks it takes for the host's: of those it knows that what
 * passes is work, also where all steps are quick.
 */
describe('a timer of the host, whose clock is no fake', () => {
  let world: FakeWorld;
  afterEach(() => world.restore());

  const cases = (Object.keys(stages) as Stage[]).flatMap((stage) =>
    // What a thousand keys do after an `await` is queued all at once, and nobody is asked in between.
    (stage === 'timer' || stage === 'after an await' ? [1] : [1, 1_000]).flatMap((keys) =>
      [0.05, 2, 5, 20, 100].map((ms) => [stage, keys, ms] as const),
    ),
  );
  it.each(cases)(
    'should wait for two handlers or 16 ms at most: %s, %d keys, handlers of %d ms (2.5)',
    async (stage, keys, ms) => {
      world = new FakeWorld({ look: 0.001 });
      let loaded: typeof library | undefined;
      jest.isolateModules(() => (loaded = jest.requireActual<typeof library>('../../lib/index.js')));
      const { handlers, worked } = await waitOf(
        { smartPoll: loaded!.smartPoll, world },
        stage,
        keys,
        () => ms,
      );
      expect(handlers <= 2 || worked <= 16 ? 'in time' : { handlers, worked }).toBe('in time');
    },
  );

  it('should not be what a loop makes way for as it begins: what passed before is not its work (2.5)', () => {
    world = new FakeWorld({ look: 0.001 });
    let loaded: typeof library | undefined;
    jest.isolateModules(() => (loaded = jest.requireActual<typeof library>('../../lib/index.js')));
    world.block(50);
    const started: unknown[] = [];
    const task = {
      startDue: 0,
      project: ({ key }: { key: number }) => (started.push(key), world.block(2.5), NEVER),
    };
    const run = loaded!
      .smartPoll({ entries: [1, 2, 3, 4, 5, 6, 7].map((key) => [key, task] as const) })
      .subscribe();
    expect(started).toEqual([1, 2, 3, 4, 5]); // From the end of the first on, 8 ms are worked.
    run.unsubscribe();
  });
});
