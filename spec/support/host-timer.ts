import { of, timer, type ObservableInput } from 'rxjs';
import type * as library from '../../lib/index.js';
import { settled } from './deferred.js';
import type { FakeWorld } from './fake-world.js';

/** After so many handlers it is set. */
export const SET = 120;
export type Stage = 'sync' | 'promise' | 'timer' | 'async iterable' | 'without a handler' | 'after an await';
export const stages: Record<Stage, (work: () => void) => () => ObservableInput<unknown>> = {
  sync: () => () => of(1),
  promise: () => async () => 1,
  timer: () => () => timer(0),
  'async iterable': () =>
    async function* () {
      for (;;) yield 1;
    },
  'without a handler': (work) => async () => work(),
  'after an await': (work) => async () => {
    await Promise.resolve();
    work();
  },
};

/** How many handlers, and how many milliseconds of them, it waits for once it is due. */
export async function waitOf(
  { smartPoll, world }: { smartPoll: typeof library.smartPoll; world: FakeWorld },
  stage: Stage,
  keys: number,
  lengthOf: (turn: number) => number,
) {
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
  const handled = stage !== 'without a handler' && stage !== 'after an await';
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
