// Draws the pictures of README and guides into docs/pictures, from loops that run in virtual time:
// node scripts/pictures.mjs [--check]
// With --check it writes nothing, and fails where a picture is not what its loop does now.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';
import { marblePictures } from './marbles.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The pictures of the loops in scripts/pictures, by name. */
async function timelines() {
  const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
  try {
    const outfile = join(folder, 'pictures.mjs');
    const entry = join(root, 'scripts/pictures/index.ts');
    buildSync({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
    });
    return (await import(pathToFileURL(outfile).href)).pictures();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The pictures in a folder, by name. */
function read(folder) {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const check = process.argv.includes('--check');
let changes = 0;
for (const [path, drawn] of [
  ['docs/pictures', await timelines()],
  ['docs/pictures/marbles', marblePictures(join(root, 'marble-tests'))],
]) {
  const folder = join(root, path);
  const there = read(folder);
  for (const name of new Set([...there.keys(), ...drawn.keys()])) {
    if (there.get(name) === drawn.get(name)) continue;
    changes += 1;
    console.log(`${check ? 'not up to date' : drawn.has(name) ? 'drew' : 'removed'}: ${path}/${name}`);
    if (check) continue;
    if (drawn.has(name)) writeFileSync(join(folder, name), drawn.get(name));
    else rmSync(join(folder, name));
  }
}
if (check && changes > 0) {
  console.error('Run npm run pictures, and look at what it drew.');
  process.exit(1);
}
