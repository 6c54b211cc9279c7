import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { program } from './arbitrary.js';
import { differenceOf } from './compare.js';

/** How many programs; `SEED` repeats a run. */
const numRuns = Number(process.env['PROGRAMS'] ?? 10_000);
const seed = Number(process.env['SEED'] ?? Date.now() | 0);

describe('the library', () => {
  it(
    `should do what the model says in ${numRuns} random programs, seed ${seed} (1 to 5, 7)`,
    () => {
      const result = fc.check(
        fc.property(program, (program) => differenceOf(program) === undefined),
        { numRuns, seed },
      );
      // Thrown, so that the program is printed as it is to be pasted.
      const difference = result.counterexample && differenceOf(result.counterexample[0]);
      if (difference) throw new Error(difference);
      expect(result.failed).toBe(false);
    },
    2 ** 31 - 1,
  );
});
