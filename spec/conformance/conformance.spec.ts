import { describe, expect, it } from '@jest/globals';
import { readRecordings } from './recording.js';
import { disagreementOf } from './report.js';

describe('the recorded behaviour of the original', () => {
  for (const recording of readRecordings(__dirname)) {
    const { name, note } = recording;
    it(note ? `${name}: ${note}` : name, async () => {
      expect(await disagreementOf(recording)).toBeUndefined();
    });
  }
});
