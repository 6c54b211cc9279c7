import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { firstDifference } from '../conformance/compare.js';
import { readRecordings } from '../conformance/recording.js';
import { model } from './machine/model.js';
import { programOf } from './recorded/program-of.js';
import { renamed, traceOf } from './recorded/trace-of.js';

describe('the model', () => {
  for (const recording of readRecordings(join(__dirname, '../conformance'))) {
    it(`does what the original was recorded to do: ${recording.name}`, () => {
      const facts = model(programOf(recording));
      expect(firstDifference(renamed(recording), traceOf(recording.scenario, facts))).toBeUndefined();
    });
  }
});
