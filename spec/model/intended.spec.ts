import { describe, expect, it } from '@jest/globals';
import { brief } from './brief.js';
import { expectAgreement } from './compare.js';
import { intended } from './intended.js';
import { model } from './machine/model.js';

for (const [name, { program, sees }] of Object.entries(intended)) {
  describe(name, () => {
    it('should be what the model sees', () => expect(brief(model(program))).toEqual(sees));
    it('should be what the library does', () => expectAgreement(program));
  });
}
