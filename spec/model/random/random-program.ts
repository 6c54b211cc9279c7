import fc, { type Arbitrary } from 'fast-check';
import { call, due } from './random-call.js';
import { ascending, compact, ms, rarely, sometimes } from './tools.js';
import type {
  HookScript,
  Notice,
  Program,
  RunScript,
  StageScript,
  TaskScript,
  TurnScript,
} from '../program.js';

type Handlers = NonNullable<TaskScript['lacks']>;

/** Random programs: small, so that they are many and easy to read. */

const turn: Arbitrary<TurnScript> = compact({
  calls: sometimes(70, fc.array(call, { minLength: 1, maxLength: 3 }).map(ascending)),
  length: sometimes(40, ms(60)),
  emits: sometimes(
    30,
    fc.array(ms(40), { minLength: 1, maxLength: 2 }).map((emits) => emits.sort((a, b) => a - b)),
  ),
  fails: sometimes(3, fc.constant('failure')),
  as: sometimes(20, fc.constantFrom('promise', 'observable')),
});

const ending = rarely<Notice['kind']>(25, fc.constantFrom('error', undefined), fc.constant('complete'));

/** Up to so many values within so many milliseconds, then an end or none. */
const notices = (maxLength: number, span: number): Arbitrary<Notice[]> =>
  fc
    .tuple(
      fc.array(compact<Notice>({ at: ms(span), turn: sometimes(85, turn) }), { maxLength, size: 'max' }),
      ending,
      ms(60),
      sometimes(50, turn),
    )
    .map(([values, kind, later, turn]) => {
      const at = (ascending(values).at(-1)?.at ?? 0) + later;
      return kind ? [...values, { at, kind, ...(turn && { turn }) }] : values;
    });

const settled = (kind: 'error' | undefined, at: Arbitrary<number>) =>
  compact<Notice>({ at, kind: fc.constant(kind), turn: sometimes(85, turn) }).map((notice) => [notice]);

const stage: Arbitrary<StageScript> = fc.oneof(
  { arbitrary: compact<StageScript>({ notices: notices(3, 120) }), weight: 12 },
  {
    arbitrary: compact<StageScript>({ as: fc.constant('promise'), notices: settled(undefined, ms(100)) }),
    weight: 5,
  },
  {
    arbitrary: compact<StageScript>({ as: fc.constant('promise'), notices: settled('error', ms(100)) }),
    weight: 1,
  },
  {
    arbitrary: compact<StageScript>({ as: fc.constant('throw'), notices: settled('error', fc.constant(0)) }),
    weight: 1,
  },
);

/** What repeats takes time and calls nothing, so that no program stands still for ever. */
const last: StageScript = { notices: [{ at: 10, kind: 'complete' }] };

const task: Arbitrary<TaskScript> = compact({
  stages: fc.array(stage, { maxLength: 4, size: 'max' }).map((stages) => [...stages, last]),
  lacks: rarely<Handlers>(
    30,
    fc.subarray<Handlers[number]>(['next', 'error', 'complete']),
    fc.constant<Handlers>(['complete']),
  ),
  completes: sometimes(20, fc.array(turn, { maxLength: 2 })),
  startDue: sometimes(80, rarely(5, fc.constant(null), due)),
  repeatDue: sometimes(25, rarely(5, fc.constant(null), due)),
  priority: sometimes(20, fc.integer({ min: -1, max: 1 })),
  overlap: sometimes(60, fc.constantFrom('latch', 'exhaust', 'concat', 'switch', 'merge')),
  minInterval: sometimes(15, ms(100)),
});

const hook: Arbitrary<HookScript> = compact({
  events: notices(6, 200),
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

const run: Arbitrary<RunScript> = compact({
  at: ms(300),
  until: sometimes(40, ms(300)),
  again: sometimes(20, fc.constant(1)),
});

const tasks = (keys: readonly string[]) =>
  fc
    .array(task, { minLength: 1, maxLength: keys.length })
    .map((tasks) => Object.fromEntries(tasks.map((task, i) => [keys[i]!, task])));

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
    .tuple(sometimes(35, run), sometimes(15, run))
    .map((more) => [{ at: 0 }, ...more.filter((run) => run !== undefined)]),
  monitor: sometimes(50, fc.constant(true)),
  timers: sometimes(50, fc.constant('first')),
  end: fc.constant(300),
});
