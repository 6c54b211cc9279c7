import fc, { type Arbitrary } from 'fast-check';
import { call, due } from './random-call.js';
import { ascending, compact, ms, rarely, sometimes } from './tools.js';
import type { DueScript, Notice, StageScript, TaskScript, TurnScript } from '../program.js';

export type Handlers = NonNullable<TaskScript['lacks']>;

export const turn: Arbitrary<TurnScript> = compact({
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

/** Up to so many values within so many milliseconds, then an end, of which some kinds have a turn, or none. */
export const notices = (maxLength: number, span: number, handled: Notice['kind'][]): Arbitrary<Notice[]> =>
  fc
    .tuple(
      fc.array(compact<Notice>({ at: ms(span), turn: sometimes(85, turn) }), { maxLength, size: 'max' }),
      ending,
      ms(60),
      sometimes(50, turn),
    )
    .map(([values, kind, later, turn]) => {
      const at = (ascending(values).at(-1)?.at ?? 0) + later;
      return kind ? [...values, { at, kind, ...(turn && handled.includes(kind) && { turn }) }] : values;
    });

const settled = (kind: 'error' | undefined, at: Arbitrary<number>) =>
  compact<Notice>({ at, kind: fc.constant(kind), turn: sometimes(85, turn) }).map((notice) => [notice]);

const stage: Arbitrary<StageScript> = fc.oneof(
  { arbitrary: compact<StageScript>({ notices: notices(3, 120, ['error']) }), weight: 12 },
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

const retryDue: Arbitrary<NonNullable<TaskScript['retryDue']>> = fc.oneof(
  ms(60),
  fc.array(rarely<DueScript | null>(20, fc.constantFrom(null, -1), due), { minLength: 1, maxLength: 3 }),
);

const anyTask: Arbitrary<TaskScript> = compact({
  stages: fc.array(stage, { maxLength: 4, size: 'max' }).map((stages) => [...stages, last]),
  lacks: rarely<Handlers>(
    30,
    fc.subarray<Handlers[number]>(['next', 'error', 'complete']),
    fc.constant<Handlers>(['complete']),
  ),
  completes: sometimes(20, fc.array(turn, { maxLength: 2 })),
  startDue: sometimes(80, rarely(5, fc.constant(null), due)),
  repeatDue: sometimes(25, rarely(10, fc.constant(null), due)),
  priority: sometimes(20, fc.integer({ min: -1, max: 1 })),
  overlap: sometimes(60, fc.constantFrom('latch', 'exhaust', 'concat', 'concat', 'switch', 'merge')),
  minInterval: sometimes(20, ms(200)),
  timeout: sometimes(30, rarely(10, fc.constant(0), ms(100, 10))),
  timeouts: sometimes(30, fc.array(turn, { maxLength: 2 })),
  retryDue: sometimes(25, retryDue),
  startFailures: sometimes(15, fc.constantFrom(1, 2)),
});

/** With a `timeout` of 0 not even the last stage takes time: what schedules it again has to. */
export const task: Arbitrary<TaskScript> = anyTask.map((task) => {
  const { timeout, repeatDue, retryDue } = task;
  return {
    ...task,
    ...(timeout === 0 && repeatDue !== undefined && { repeatDue: ahead(repeatDue) }),
    ...(timeout === 0 && Array.isArray(retryDue) && { retryDue: retryDue.map(ahead) }),
    ...(timeout === 0 && typeof retryDue === 'number' && { retryDue: retryDue || 10 }),
  };
});

function ahead<T extends DueScript | null>(due: T): T | 10 {
  const delay = typeof due === 'number' ? due : due?.date;
  return delay !== undefined && delay <= 0 ? 10 : due;
}
