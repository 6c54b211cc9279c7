import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { of, timer, type ObservableInput } from 'rxjs';
import { smartPoll } from '../../lib/index.js';
import { settled } from '../support/deferred.js';
import { FakeWorld } from '../support/fake-world.js';

/** What becomes of a timer of the host, of 1 ms, beside a loop that never has nothing to do. */
describe('a timer of the host', () => {
  let world: FakeWorld;
  beforeEach(() => void (world = new FakeWorld()));
  afterEach(() => world.restore());

  /** After so many handlers it is set. */
  const SET = 120;
  type Stage = 'sync' | 'promise' | 'timer' | 'async iterable' | 'without a handler';
  const stages: Record<Stage, (work: () => void) => () => ObservableInput<unknown>> = {
    sync: () => () => of(1),
    promise: () => async () => 1,
    timer: () => () => timer(0),
    'async iterable': () =>
      async function* () {
        for (;;) yield 1;
      },
    'without a handler': (work) => async () => work(),
  };

  /** How many handlers, and how many milliseconds of them, it waits for once it is due. */
  async function waitOf(stage: Stage, keys: number, lengthOf: (turn: number) => number) {
    let turns = 0;
    let worked = 0;
    let due = Infinity;
    let late: { handlers: number; worked: number } | undefined;
    const work = () => {
      const length = lengthOf(turns++);
      world.block(length);
      if (turns === SET) {
        const timer = setInterval(() => {
          late = { handlers: turns - due, worked };
          clearInterval(timer);
        }, 1);
        due = turns;
        worked = 0;
      } else worked += length;
      if (turns > SET + 2_000) run.unsubscribe(); // It never comes.
    };
    const handled = stage !== 'without a handler';
    const run = smartPoll({
      entries: Array.from({ length: keys }, (_, key): [number, object] => [
        key,
        {
          startDue: 0,
          repeatDue: 0,
          project: stages[stage](work),
          ...(handled && { next: work }),
        },
      ]) as never,
      hooks: {},
    } as never).subscribe();
    for (let i = 0; i < 20_000 && late === undefined && !run.closed; i++) {
      await settled();
      world.pass(1);
    }
    run.unsubscribe();
    return late ?? { handlers: Infinity, worked: Infinity };
  }

  const cases = (Object.keys(stages) as Stage[]).flatMap((stage) =>
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
      const { handlers, worked } = await waitOf(stage, keys, () => ms);
      expect(handlers <= 2 || worked <= 16 ? 'in time' : { handlers, worked }).toBe('in time');
    },
  );

  it.each<Stage>(['sync', 'promise'])(
    'should wait no longer where slow handlers follow quick ones: %s (2.5)',
    async (stage) => {
      for (const slow of [5, 20, 100])
        for (const since of [SET - 1, SET, SET + 1, SET + 3]) {
          const { handlers, worked } = await waitOf(stage, 3, (turn) => (turn < since ? 0.01 : slow));
          expect(
            handlers <= 2 || worked <= Math.max(16, 2 * slow) ? 'in time' : { slow, since, handlers, worked },
          ).toBe('in time');
        }
    },
  );
});
