// The tests of the built site in Chromium: node scripts/site.mjs [--built [PART OF A NAME]]
// Builds it first, unless it is said to be there.
import { spawnSync } from 'node:child_process';
import { runTypescript } from './run-typescript.mjs';

if (!process.argv.includes('--built')) {
  const { status } = spawnSync(process.execPath, ['scripts/docs.mjs'], { stdio: 'inherit' });
  if (status !== 0) {
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
}
await runTypescript('website/e2e/main.ts', 'website/node_modules/.cache/e2e.mjs', process.argv.slice(2), [
  'playwright-core',
  'axe-core',
]);
