import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { program } from './random/random-program.js';
import { differenceOf, expectAgreement } from './compare.js';

/** How many programs, and which: the same ones in each run of the tests; `SEED` draws others. */
const numRuns = Number(process.env['PROGRAMS'] ?? 10_000);
const seed = Number(process.env['SEED'] ?? 1);

describe('the library', () => {
  it(
    `should do what the model says in ${numRuns} random programs, seed ${seed} (1 to 5, 7)`,
    () => {
      const result = fc.check(
        fc.property(program, (program) => differenceOf(program) === undefined),
        { numRuns, seed },
      );
      if (result.counterexample) expectAgreement(result.counterexample[0]);
      expect(result.failed).toBe(false);
    },
    2 ** 31 - 1,
  );
});
