import type { Test } from './test.js';
import { commands } from './tests/commands.js';
import { failures } from './tests/failures.js';
import { firstPaint } from './tests/first-paint.js';
import { leaving } from './tests/leaving.js';
import { look } from './tests/look.js';
import { nativeInputs } from './tests/native-inputs.js';
import { pausing } from './tests/pausing.js';
import { sharingTests } from './tests/sharing.js';

export const tests: readonly Test[] = [
  ...firstPaint,
  ...commands,
  ...pausing,
  ...failures,
  ...leaving,
  ...sharingTests,
  ...look,
  ...nativeInputs,
];
