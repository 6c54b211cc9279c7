// The test of acrossTabs in a real browser: node scripts/tabs.mjs [--rounds N]
import { runTypescript } from './run-typescript.mjs';

await runTypescript('spec/browser/main.ts', 'node_modules/.cache/tabs.mjs', process.argv.slice(2), [
  'esbuild',
]);
