import fc, { type Arbitrary } from 'fast-check';
import { ms, rarely } from './tools.js';
import type { Call, DueScript, Op } from '../program.js';

export const due: Arbitrary<DueScript> = rarely<DueScript>(
  30,
  ms(120, -60).map((date) => ({ date })),
  rarely(60, ms(120), fc.constant(0)),
);

const wish = rarely<DueScript | null>(5, fc.constantFrom(null, -1, NaN, Infinity, { date: NaN }), due);
const key = rarely(
  3,
  fc.constant('nobody'),
  fc.constantFrom('a', 'a', 'a', 'a', 'b', 'b', 'b', 'b', 'c', 'd'),
);

const weights: Record<Op, number> = {
  schedule: 24,
  scheduleSooner: 8,
  unschedule: 3,
  stopTimer: 3,
  cancel: 4,
  hold: 4,
  release: 2,
  add: 3,
  remove: 3,
  push: 3,
  drain: 1,
  unsubscribe: 1,
  stale: 1,
  has: 1,
  keys: 1,
  dueTime: 1,
  isRunning: 1,
  explain: 1,
};
const op = fc.constantFrom(
  ...(Object.keys(weights) as Op[]).flatMap((op) => Array<Op>(weights[op]).fill(op)),
);

/** A call of a handler, at once or a little later. */
export const call: Arbitrary<Call> = fc
  .tuple(op, key, wish, rarely(40, ms(50), fc.constant(0)))
  .map(([op, key, due, at]): Call => ({
    ...(at > 0 && { at }),
    op,
    ...(!['keys', 'drain', 'unsubscribe'].includes(op) && { key: op === 'push' ? 'h' : key }),
    ...(['schedule', 'scheduleSooner', 'hold'].includes(op) && { due }),
  }));
