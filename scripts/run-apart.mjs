// Runs a program that has packages of its own: node scripts/run-apart.mjs FOLDER [--] [ARGUMENTS]
// Installs the packages of FOLDER where its lock has changed, checks the types of its files, bundles each of them with the library
// into FOLDER/dist, and runs main.ts. With --help, FOLDER/help.txt is all there is to see, where there is one.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { install } from './install.mjs';

const [name, ...rest] = process.argv.slice(2);
if (!name) {
  console.error('Usage: node scripts/run-apart.mjs FOLDER [--] [ARGUMENTS]');
  process.exit(2);
}
const folder = resolve(name);
const help = join(folder, 'help.txt');
if (rest.includes('--help') && existsSync(help)) {
  process.stdout.write(readFileSync(help, 'utf8'));
  process.exit();
}
const run = (command, ...args) => {
  const { status } = spawnSync(command, args, { stdio: 'inherit', cwd: folder });
  if (status !== 0) process.exit(status ?? 1);
};

const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
install(folder);
run(resolve('node_modules/.bin/tsc'), '--noEmit', '-p', folder);

const out = join(folder, 'dist');
rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file)),
  outdir: out,
  outbase: folder,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: ['esbuild', ...Object.keys(manifest.dependencies)],
  loader: { '.html': 'text' },
  sourcemap: 'inline',
  logLevel: 'warning',
});
process.setSourceMapsEnabled(true);
process.argv = [process.argv[0], join(folder, 'main.ts'), ...(rest[0] === '--' ? rest.slice(1) : rest)];
await import(pathToFileURL(join(out, 'main.mjs')).href);
