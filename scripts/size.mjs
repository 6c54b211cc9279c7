// Measures what users' bundles get, minified and gzipped, rxjs and Angular not counted, and fails above the budget.
// Shows too that nothing is kept that is not used, and that loading alone does nothing.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { entries, peers } from './entries.mjs';

/** What is imported, and how many bytes it may be: a little more than it is. */
const budgets = [
  { code: "export * from 'rxjs-smartpoll'", bytes: 12_200 },
  { code: "export { smartPoll } from 'rxjs-smartpoll'", bytes: 11_300 },
  { code: "export { poll } from 'rxjs-smartpoll'", bytes: 11_500 },
  { code: "export { switchTimer } from 'rxjs-smartpoll'", bytes: 1_850 },
  { code: "export { backoff } from 'rxjs-smartpoll'", bytes: 600 },
  { code: "export * from 'rxjs-smartpoll/angular'", bytes: 12_500 },
  { code: "export * from 'rxjs-smartpoll/timeline'", bytes: 3_150 },
  // Nothing is used: nothing is left.
  { code: "import 'rxjs-smartpoll'", bytes: 0 },
  { code: "import 'rxjs-smartpoll/angular'", bytes: 0 },
  { code: "import 'rxjs-smartpoll/timeline'", bytes: 0 },
];

const bundle = async (contents, options) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: peers,
    logLevel: 'error',
    ...options,
  });
  return outputFiles[0].contents;
};
const gzipped = (contents) => (contents.length === 0 ? 0 : gzipSync(contents, { level: 9 }).length);

for (const { code, bytes } of budgets) {
  const output = await bundle(code);
  const size = gzipped(output);
  console.log(
    `${size > bytes ? 'over' : 'ok'}: ${size} of ${bytes} bytes gzipped, ${output.length} minified: ${code}`,
  );
  if (size > bytes) process.exitCode = 1;
}

// `sideEffects: false` is a promise: loading adds nothing to the globals, changes no built-in and starts nothing.
for (const peer of peers) await import(peer);
const builtIns = [Object, Function, Array, Promise, Date, Symbol, Map, Set, Error, AbortSignal, EventTarget];
for (const builtIn of builtIns) Object.freeze(Object.freeze(builtIn).prototype);
Object.preventExtensions(globalThis);
const before = process.getActiveResourcesInfo();
for (const { specifier } of entries) {
  await import(specifier);
  const started = process.getActiveResourcesInfo().slice(before.length);
  console.log(`${started.length > 0 ? `starts ${started}` : 'ok'}: loading ${specifier}`);
  if (started.length > 0) process.exitCode = 1;
}
process.exit();
