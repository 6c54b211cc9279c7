// The Angular example with all of its set-up: node scripts/angular.mjs start|e2e [ARGUMENTS]
// Builds and packs the library, installs the application's own packages and the packed library, builds the
// application, and runs its server or its tests in a browser.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from './install.mjs';

const programs = { start: 'server/main.ts', e2e: 'e2e/main.ts' };
const help = {
  start: `Usage: npm run start:angular -- [options]

The weather example in a browser, at http://127.0.0.1:4200 or another PORT.
Builds and packs the library, installs the application of examples/angular with
it, and builds that, which takes a minute or more.

  --seed NUMBER    which answers go wrong, and how long they take (default: 279)
  --faults SHARE   how many answers go wrong, from 0 to 1 (default: 0.1)
  --help           print this`,
  e2e: `Usage: npm run e2e -- [options] [PART OF A NAME]

The tests of the weather example in Chromium, or those whose names have that
part. All is built and installed as for npm run start:angular.

  --pictures       take the pictures of the documentation instead
  --help           print this`,
};
const root = fileURLToPath(new URL('..', import.meta.url));
const app = join(root, 'examples/angular');
const [name, ...args] = process.argv.slice(2);
if (!(name in programs)) {
  console.error(`Usage: node scripts/angular.mjs ${Object.keys(programs).join('|')} [ARGUMENTS]`);
  process.exit(2);
}
if (args.includes('--help')) {
  console.log(help[name]);
  process.exit();
}

const fail = (message) => {
  console.error(message);
  if (name === 'e2e') console.log('0 passed, 1 failed');
  return process.exit(1);
};
/** Runs a command to its end; what it says is shown where it fails. */
const run = (cwd, command, ...rest) => {
  const { status, stdout, stderr, error } = spawnSync(command, rest, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  return fail(`${command} ${rest.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`);
};
const npm = (cwd, ...rest) => run(cwd, 'npm', ...rest, '--no-audit', '--no-fund', '--loglevel=error');

const step = (what, work) => {
  const start = Date.now();
  try {
    work();
  } catch (error) {
    fail(error.message);
  }
  console.log(`${what}: ${((Date.now() - start) / 1000).toFixed(1)} s`);
};

if (!existsSync(join(root, 'node_modules/typescript'))) step('install', () => npm(root, 'ci'));
step('install the application', () => install(app));
step('build, pack and install the library', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
  try {
    npm(root, 'run', '--silent', 'build');
    const [{ filename }] = JSON.parse(
      npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
    );
    // Not saved: a lock would hold the checksum of each build.
    npm(app, 'install', '--no-save', '--prefer-offline', join(folder, filename));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
step('check the types of its server and tests', () => npm(app, 'run', '--silent', 'check'));
step('build the application', () => npm(app, 'run', '--silent', 'build'));

// Not before the packages are there.
if (name === 'e2e') {
  const { buildSync } = await import('esbuild');
  const [page, globalName] = ['native-inputs', 'nativeInputs'];
  const entryPoints = [join(app, 'e2e/page', `${page}.ts`)];
  buildSync({
    entryPoints,
    outfile: join(app, 'dist', `${page}.js`),
    bundle: true,
    format: 'iife',
    globalName,
  });
}
const { runTypescript } = await import('./run-typescript.mjs');
await runTypescript(join(app, programs[name]), join(app, 'dist', `${name}.mjs`), args, ['playwright-core']);
