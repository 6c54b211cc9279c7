import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { atMost, row } from '../harness.js';

const LIB = new URL('../../../lib/', import.meta.url).pathname;

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

await row('size', 'size, minified and gzipped, RxJS outside', async (notes) => {
  const all = await bundled(`export * from './index.js';`);
  const fromAll = await bundled(`export { poll } from './index.js';`);
  const alone = await bundled(`export { poll } from './operators/poll.js';`);
  notes.check(all.files.length > fromAll.files.length && fromAll.bytes > 0, 'nothing was bundled');
  notes.figure('everything', 'B', [all.bytes], atMost(4_000));
  notes.figure('everything, before gzip', 'B', [all.minified]);
  notes.figure('poll alone', 'B', [fromAll.bytes]);
  const needless = fromAll.files.filter((file) => !alone.files.includes(file));
  notes.figure(
    'files that poll takes along from the root and does not use',
    'files',
    [needless.length],
    atMost(0),
  );
  console.log(`        poll takes ${fromAll.files.join(', ')}`);
});
