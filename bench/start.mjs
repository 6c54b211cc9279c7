// Builds the library and the bench as they are, and runs what is named: `node bench/start.mjs bench --quick`.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from '../scripts/install.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
};

install(here);
const { build } = await import('esbuild');
const out = join(here, 'dist');
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: [
    ...['bench.ts', 'plot.ts', 'soak/soak.ts'].map((file) => join(here, file)),
    ...readdirSync(join(here, 'rows')).map((file) => join(here, 'rows', file)),
  ],
  outdir: out,
  outbase: here,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  logLevel: 'warning',
});
const [what = 'bench', ...args] = process.argv.slice(2);
run(process.execPath, ['--expose-gc', '--enable-source-maps', join(out, `${what}.js`), ...args]);
