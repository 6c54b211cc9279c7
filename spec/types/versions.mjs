// Checks the type tests with each supported TypeScript: `node spec/types/versions.mjs [FOLDER]`.
// Installs the compilers into FOLDER (default: a temporary one, removed at the end), prints one line a
// version, and exits 1 where one of them finds an error.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const versions = ['5.4', '5.9', '6.0', '7.0'];
const project = fileURLToPath(new URL('tsconfig.json', import.meta.url));
const folder = process.argv[2] ?? mkdtempSync(join(tmpdir(), 'typescript-'));

try {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const aliases = versions.map((version) => `typescript-${version}@npm:typescript@~${version}.0`);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...aliases], {
    cwd: folder,
    stdio: 'inherit',
  });
  for (const version of versions) {
    const tsc = join(folder, 'node_modules', `typescript-${version}`, 'bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', project], {
      encoding: 'utf8',
    });
    console.log(`TypeScript ${version}: ${status === 0 ? 'ok' : `fails\n${stdout}`}`);
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  if (process.argv[2] === undefined) rmSync(folder, { recursive: true, force: true });
}
