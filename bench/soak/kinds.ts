import type { Overlap } from '../../lib/index.js';
import type { Work } from './work.js';

/** What becomes of the keys under one number, of a few hundred. */
export interface Kind {
  /** What a first stage does: one of these. */
  work: readonly Work[];
  /** Some of that never ends by itself. */
  endless: boolean;
  overlap: Overlap;
  priority: number;
  /** A task that repeats itself is not scheduled by its handlers. */
  repeatDue: number | undefined;
  minInterval: number;
}

const KINDS = 240;
const OVERLAPS: readonly Overlap[] = ['latch', 'exhaust', 'concat', 'switch', 'merge'];
const WORKS: readonly (readonly Work[])[] = [
  ['sync'],
  ['sync', 'none', 'many'],
  ['later', 'fail'],
  ['later', 'many', 'throw'],
  ['promise'],
  ['promise', 'reject'],
  ['iterable', 'later'],
  ['later', 'never'],
];

export const kinds: readonly Kind[] = Array.from({ length: KINDS }, (_, at): Kind => {
  const overlap = OVERLAPS[at % OVERLAPS.length]!;
  const works = WORKS[at % WORKS.length]!;
  // Work without an end would pile up where a tick does not wait for it or end it.
  const work = overlap === 'merge' || overlap === 'concat' ? works.filter((each) => each !== 'never') : works;
  return {
    work,
    endless: work.includes('never'),
    overlap,
    priority: at % 3,
    repeatDue: at % 7 === 0 ? 500 + at * 40 : undefined,
    minInterval: at % 11 === 0 ? 300 : 0,
  };
});

export const kindOf = (key: number): Kind => kinds[key % KINDS]!;
