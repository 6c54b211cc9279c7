// The panel in a page without a framework: node scripts/panel.mjs
import { runTypescript } from './run-typescript.mjs';

await runTypescript('examples/panel/main.ts', 'node_modules/.cache/panel.mjs', process.argv.slice(2), [
  'esbuild',
]);
