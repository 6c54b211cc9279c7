// Runs a TypeScript example from its sources: node scripts/run-example.mjs FILE [--] [ARGUMENTS]
// The example is bundled, the library included, since Node 20 runs no TypeScript; tsconfig.json says
// where `rxjs-smartpoll` is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node scripts/run-example.mjs FILE [--] [ARGUMENTS]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const outfile = join(folder, 'example.mjs');
buildSync({
  entryPoints: [file],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
});

process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], resolve(file), ...(rest[0] === '--' ? rest.slice(1) : rest)];
await import(pathToFileURL(outfile).href);
