import { describe, it } from '@jest/globals';
import { expectAgreement } from './compare.js';
import { found } from './found.js';

describe('the library, where random programs once found a difference,', () => {
  for (const [name, program] of Object.entries(found)) {
    it(`should ${name}`, () => expectAgreement(program));
  }
});
