// Runs a TypeScript example from its sources: node scripts/run-example.mjs FILE [--] [ARGUMENTS]
// The library is bundled too: tsconfig.json says where `rxjs-smartpoll` is.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTypescript } from './run-typescript.mjs';

const [file, ...rest] = process.argv.slice(2);
if (!file) {
  console.error('Usage: node scripts/run-example.mjs FILE [--] [ARGUMENTS]');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const outfile = join(folder, 'example.mjs');
await runTypescript(file, outfile, rest[0] === '--' ? rest.slice(1) : rest);
