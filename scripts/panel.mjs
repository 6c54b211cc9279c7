// The panel in a page without a framework: node scripts/panel.mjs
import { runTypescript } from './run-typescript.mjs';

if (process.argv.includes('--help')) {
  console.log(`Usage: npm run start:panel

The panel of rxjs-smartpoll/devtools in a page without a framework, at
http://127.0.0.1:4300 or another PORT.

  --help           print this`);
  process.exit();
}

await runTypescript('examples/panel/main.ts', 'node_modules/.cache/panel.mjs', process.argv.slice(2), [
  'esbuild',
]);
