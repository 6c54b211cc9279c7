import fc, { type Arbitrary } from 'fast-check';
import { notices, task, turn, type Handlers } from './random-task.js';
import { compact, ms, sometimes } from './tools.js';
import type { HookScript, Notice, Program, RunScript } from '../program.js';

const hook: Arbitrary<HookScript> = compact({
  events: notices(6, 200, ['error', 'complete']),
  hot: sometimes(20, fc.constant(true)),
  lacks: sometimes(20, fc.subarray<Handlers[number]>(['next', 'error', 'complete'])),
  buffer: sometimes(
    20,
    fc.record(
      { limit: fc.constantFrom(1, 2), overflow: fc.constantFrom('error', 'drop-oldest', 'drop-newest') },
      { noNullPrototype: true },
    ),
  ),
});

const toggles: Arbitrary<Notice[]> = fc
  .tuple(
    fc.uniqueArray(ms(200), { minLength: 1, maxLength: 4 }),
    sometimes(10, fc.constantFrom('error', 'complete')),
  )
  .map(([ats, kind]) =>
    ats
      .sort((a, b) => a - b)
      .map((at, i) => (kind && i === ats.length - 1 ? { at, kind } : { at, value: i % 2 === 0 })),
  );

const run = (at: Arbitrary<number>): Arbitrary<RunScript> =>
  compact({ at, until: sometimes(40, ms(300)), again: sometimes(20, fc.constant(1)) });

const tasks = (keys: readonly string[]) =>
  fc
    .array(task, { minLength: 1, maxLength: keys.length })
    .map((tasks) => Object.fromEntries(tasks.map((task, i) => [keys[i]!, task])));

/** Random programs: small, so that they are many and easy to read. */
export const program: Arbitrary<Program> = compact({
  tasks: tasks(['a', 'b', 'c']),
  spare: sometimes(60, fc.record({ d: task }, { noNullPrototype: true })),
  hooks: compact<Record<string, HookScript>>({ h: sometimes(85, hook), i: sometimes(40, hook) }),
  onRun: sometimes(
    60,
    fc.array(fc.array(turn, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 2 }),
  ),
  concurrent: sometimes(30, fc.constantFrom(1, 2)),
  pause: sometimes(25, fc.array(toggles, { minLength: 1, maxLength: 2 })),
  drain: sometimes(8, toggles),
  runs: fc
    .tuple(run(fc.constant(0)), sometimes(50, run(ms(300))), sometimes(20, run(ms(300))))
    .map((runs) => runs.filter((run) => run !== undefined)),
  turnTimeout: sometimes(15, ms(60, 10)),
  releases: sometimes(50, fc.constant(true)),
  monitor: sometimes(50, fc.constant(true)),
  timers: sometimes(50, fc.constant('first')),
  end: fc.constant(300),
});
