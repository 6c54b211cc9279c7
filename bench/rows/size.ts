import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { atMost } from '../figure.js';
import { row } from '../row.js';

const LIB = new URL('../../../lib/', import.meta.url).pathname;

/** What 0.1.0 had, its types aside. */
const FIRST = [
  'smartPoll',
  'AlreadyRunningError',
  'BufferOverflowError',
  'StaleLoopError',
  'StandstillError',
  'UnknownKeyError',
  'backoff',
  'offline',
  'pageHidden',
  'poll',
  'switchTimer',
];

/** The gzipped size of what `source` imports from the library, and which of its files have a part in it. */
async function bundled(source: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: LIB, loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['rxjs', 'rxjs/*'],
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const files = Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return {
    bytes: gzipSync(outputFiles[0]!.contents, { level: 9 }).length,
    minified: outputFiles[0]!.contents.length,
    files: files.map(([file]) => file.replace(/^.*lib\//, '')),
  };
}

/** The file from which the root entry has `name`. */
function home(name: string): string {
  const entry = readFileSync(`${LIB}index.ts`, 'utf8');
  const [, from] = new RegExp(`\\{[^}]*\\b${name}\\b[^}]*\\} from '([^']+)'`).exec(entry) ?? [];
  if (!from) throw new Error(`wrong result: the root entry has no ${name}`);
  return from;
}

await row('size', 'size, minified and gzipped, RxJS outside', async (notes) => {
  const first = await bundled(`export { ${FIRST.join(', ')} } from './index.js';`);
  const all = await bundled(`export * from './index.js';`);
  const poll = await bundled(`export { poll } from './index.js';`);
  const alone = await bundled(`export { poll } from '${home('poll')}';`);
  notes.check(all.files.length > poll.files.length && poll.bytes > 0, 'nothing was bundled');
  notes.figure('what 0.1.0 had', 'B', [first.bytes], atMost(12_000));
  notes.figure('everything', 'B', [all.bytes]);
  notes.figure('everything, before gzip', 'B', [all.minified]);
  notes.figure('poll alone', 'B', [poll.bytes]);
  const needless = poll.files.filter((file) => !alone.files.includes(file));
  notes.figure(
    'files that poll takes along from the root and does not use',
    'files',
    [needless.length],
    atMost(0),
  );
  console.log(`        poll takes ${poll.files.join(', ')}`);
});
