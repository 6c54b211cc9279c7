import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Test } from '../test.js';

// Bundled beside this file.
const script = fileURLToPath(new URL('native-inputs.js', import.meta.url));

export const nativeInputs: readonly Test[] = [
  {
    name: "the platform's Observables are inputs, EventTarget.when() too",
    async run({ dashboard: { page } }) {
      await page.addScriptTag({ path: script });
      const log = await page.evaluate(() =>
        (globalThis as unknown as { nativeInputs: { run(): Promise<string[]> } }).nativeInputs.run(),
      );
      const round = ['torn down', '1', '20', '21', 'torn down', 'completed'];
      assert.deepEqual(log, [
        ...round,
        ...['paused', 'nothing'],
        ...round,
        ...['pause is torn down', 'the run completed'],
        'failed: refused',
        ...['torn down', 'cancelled'],
      ]);
    },
  },
];
