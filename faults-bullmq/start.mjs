// Runs rxjs-smartpoll/bullmq with faults: node faults-bullmq/start.mjs [--seconds 60]
// Needs redis-server, and says so where it is missing. Installs what else it needs on first use.
// The last line is `N passed, N failed`; the exit code is 1 where anything failed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const run = (command, args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: here });
  if (status === 0) return;
  console.log('0 passed, 1 failed');
  process.exit(1);
};

const lock = createHash('sha256')
  .update(readFileSync(join(here, 'package-lock.json')))
  .digest('hex');
const mark = join(here, 'node_modules/.installed');
if (!existsSync(mark) || readFileSync(mark, 'utf8') !== lock) {
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(mark, lock);
}
run(join(here, '../node_modules/.bin/tsc'), ['--noEmit', '-p', here]);

const { build } = await import('esbuild');
const out = join(here, 'dist');
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: [join(here, 'main.ts'), join(here, 'worker.ts')],
  outdir: out,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['bullmq', 'ioredis'],
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.setSourceMapsEnabled(true);
await import(join(out, 'main.mjs'));
