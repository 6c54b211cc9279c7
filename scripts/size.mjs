// Measures what users' bundles get, minified and gzipped, rxjs and Angular not counted, and fails above the budget.
// Shows too that nothing is kept that is not used, and that loading alone does nothing.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { entries, peers } from './entries.mjs';

/** The modules of the loop itself. */
const loop = ['config/', 'schedule/', 'stages/', 'turns/', 'run.js', 'smart-poll.js'];
const time = ['config/describe.js', 'config/due-error.js', 'schedule/'];

/**
 * What is imported, how many bytes it may be (a little more than it is), and the folders and files of the package
 * that it may keep: none else, so that who wants a part does not get the whole.
 */
const budgets = [
  { code: "export * from 'rxjs-smartpoll'", bytes: 12_300, keeps: [...loop, 'operators/'] },
  { code: "export { smartPoll } from 'rxjs-smartpoll'", bytes: 11_300, keeps: loop },
  { code: "export { poll } from 'rxjs-smartpoll'", bytes: 11_500, keeps: [...loop, 'operators/poll.js'] },
  {
    code: "export { switchTimer } from 'rxjs-smartpoll'",
    bytes: 1_900,
    keeps: [...time, 'operators/switch-timer.js'],
  },
  {
    code: "export { backoff } from 'rxjs-smartpoll'",
    bytes: 600,
    keeps: ['config/describe.js', 'operators/backoff.js'],
  },
  { code: "export { pageHidden } from 'rxjs-smartpoll'", bytes: 250, keeps: ['operators/page-hidden.js'] },
  { code: "export { offline } from 'rxjs-smartpoll'", bytes: 250, keeps: ['operators/offline.js'] },
  { code: "export * from 'rxjs-smartpoll/angular'", bytes: 12_900, keeps: [...loop, 'angular/'] },
  { code: "export * from 'rxjs-smartpoll/timeline'", bytes: 3_150, keeps: ['timeline/'] },
  // Nothing is used: nothing is left.
  { code: "import 'rxjs-smartpoll'", bytes: 0, keeps: [] },
  { code: "import 'rxjs-smartpoll/angular'", bytes: 0, keeps: [] },
  { code: "import 'rxjs-smartpoll/timeline'", bytes: 0, keeps: [] },
];

const bundle = async (contents) => {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: '.' },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: peers,
    tsconfigRaw: {}, // Its `paths` lead to the sources; what counts is what package.json leads to.
    logLevel: 'error',
  });
  const [{ inputs }] = Object.values(metafile.outputs);
  const kept = Object.keys(inputs).filter((path) => inputs[path].bytesInOutput > 0);
  return { output: outputFiles[0].contents, kept };
};
const gzipped = (contents) => (contents.length === 0 ? 0 : gzipSync(contents, { level: 9 }).length);

for (const { code, bytes, keeps } of budgets) {
  const { output, kept } = await bundle(code);
  const size = gzipped(output);
  const unrelated = kept.filter((path) => !keeps.some((part) => path.startsWith(`dist/esm/${part}`)));
  console.log(
    `${size > bytes ? 'over' : 'ok'}: ${size} of ${bytes} bytes gzipped, ${output.length} minified: ${code}`,
  );
  for (const path of unrelated) console.log(`unrelated: ${path} is kept for ${code}`);
  if (size > bytes || unrelated.length > 0) process.exitCode = 1;
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
