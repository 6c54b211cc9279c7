// Draws the pictures of README and guides into docs/pictures: what loops do that run in virtual time, and the
// diagrams of marble tests: node scripts/pictures.mjs [--check]
// With --check it writes nothing, and fails where a picture is not what it would draw.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Node 20 runs no TypeScript. */
async function load(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
  try {
    const outfile = join(folder, 'pictures.mjs');
    buildSync({ entryPoints: [join(root, entry)], outfile, bundle: true, platform: 'node', format: 'esm' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The pictures in a folder, by the names of their files. */
function read(folder) {
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).filter((name) => name.endsWith('.svg'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

const check = process.argv.includes('--check');
const { timelines, marblePictures } = await load('scripts/pictures/index.ts');
let changes = 0;
for (const [path, drawn] of [
  ['docs/pictures', timelines()],
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
