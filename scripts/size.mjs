// Measures what users' bundles get, minified and gzipped, rxjs and Angular not counted, and fails above the budget.
// Shows too that nothing is kept that is not used, and that loading alone does nothing.
import { gzipSync } from 'node:zlib';
import { build, transform } from 'esbuild';
import { entries, manifest, peers } from './entries.mjs';

/** The modules of the loop itself. */
const loop = ['config/', 'time/', 'work/', 'keys/', 'turns/', 'run.ts', 'smart-poll.ts'];
const time = ['config/describe.ts', 'config/due.ts', 'time/'];

/**
 * What is imported, how many bytes it may be (a little more than it is), and the folders and files of lib/ of which
 * something may be left: none else, so that who wants a part does not get the whole.
 */
const budgets = [
  {
    code: "export * from 'rxjs-smartpoll'",
    bytes: 26_850,
    keeps: [...loop, 'operators/', 'observe/', 'shared/'],
  },
  { code: "export { smartPoll } from 'rxjs-smartpoll'", bytes: 20_010, keeps: loop },
  { code: "export { poll } from 'rxjs-smartpoll'", bytes: 20_260, keeps: [...loop, 'operators/poll.ts'] },
  {
    code: "export { switchTimer } from 'rxjs-smartpoll'",
    bytes: 2_550,
    keeps: [...time, 'operators/switch-timer.ts'],
  },
  {
    code: "export { backoff } from 'rxjs-smartpoll'",
    bytes: 600,
    keeps: ['config/describe.ts', 'operators/backoff.ts'],
  },
  {
    code: "export { TaskStates } from 'rxjs-smartpoll'",
    bytes: 1_850,
    keeps: ['config/describe.ts', 'config/stopped.ts', 'observe/task-state', 'observe/text-of.ts'],
  },
  {
    code: "export { LoopCommands } from 'rxjs-smartpoll'",
    bytes: 250,
    keeps: ['observe/loop-commands.ts'],
  },
  {
    code: "export { watchdog } from 'rxjs-smartpoll'",
    bytes: 3_500,
    keeps: [
      'config/describe.ts',
      'config/name-of.ts',
      'observe/watchdog.ts',
      'observe/overdue.ts',
      'observe/due-keys.ts',
      'observe/outages.ts',
      'observe/text-of.ts',
      'time/clock.ts',
    ],
  },
  { code: "export { pageHidden } from 'rxjs-smartpoll'", bytes: 250, keeps: ['operators/page-hidden.ts'] },
  { code: "export { offline } from 'rxjs-smartpoll'", bytes: 250, keeps: ['operators/offline.ts'] },
  {
    code: "export * from 'rxjs-smartpoll/angular'",
    bytes: 29_150,
    keeps: [...loop, 'operators/switch-timer.ts', 'observe/', 'shared/', 'angular/'],
  },
  {
    code: "export { injectSmartPoll } from 'rxjs-smartpoll/angular'",
    bytes: 25_770,
    keeps: [...loop, 'observe/', 'angular/'],
  },
  {
    code: "export { injectPoll } from 'rxjs-smartpoll/angular'",
    bytes: 24_610,
    keeps: [...loop, 'operators/switch-timer.ts', 'observe/', 'shared/', 'angular/'],
  },
  { code: "export { retryAfter } from 'rxjs-smartpoll'", bytes: 300, keeps: ['operators/retry-after.ts'] },
  {
    code: "export { sharedPoll } from 'rxjs-smartpoll'",
    bytes: 22_490,
    keeps: [...loop, 'operators/switch-timer.ts', 'shared/'],
  },
  {
    code: "export * from 'rxjs-smartpoll/bullmq'",
    bytes: 2_000,
    keeps: ['bullmq/'],
  },
  {
    code: "export * from 'rxjs-smartpoll/tabs'",
    bytes: 1_350,
    keeps: ['tabs/', 'operators/page-hidden.ts'],
  },
  { code: "export * from 'rxjs-smartpoll/timeline'", bytes: 3_650, keeps: ['timeline/'] },
  { code: "export * from 'rxjs-smartpoll/opentelemetry'", bytes: 3_650, keeps: ['opentelemetry/'] },
  { code: "export * from 'rxjs-smartpoll/devtools'", bytes: 6_050, keeps: ['devtools/'] },
  {
    code: "export { performanceTracks } from 'rxjs-smartpoll/devtools'",
    bytes: 600,
    keeps: ['devtools/performance-tracks.ts', 'devtools/ends-run.ts'],
  },
  { code: "export * from 'rxjs-smartpoll/lease'", bytes: 3_050, keeps: ['lease/'] },
  // Nothing is used: nothing is left.
  ...entries.map(({ specifier }) => ({ code: `import '${specifier}'`, bytes: 0, keeps: [] })),
];

const bundle = async (contents) => {
  const common = { minify: true, format: 'esm', target: 'es2022', tsconfigRaw: {}, logLevel: 'error' };
  const { outputFiles } = await build({
    ...common, // Without the `paths` of tsconfig.json, which lead to the sources; what counts is what package.json says.
    stdin: { contents, resolveDir: '.', sourcefile: 'user.js' },
    bundle: true,
    write: false,
    sourcemap: 'inline',
    external: peers,
  });
  // Names that are imported and not used go, as they do where RxJS is bundled too: with the loader for TypeScript.
  const { code, map } = await transform(outputFiles[0].text, {
    ...common,
    loader: 'ts',
    sourcemap: 'external',
  });
  return { output: code, kept: sourcesIn(JSON.parse(map)) };
};

/** The files of lib/ that a piece of the bundle comes from: the source maps of the package lead there. */
function sourcesIn({ sources, mappings }) {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const used = new Set();
  let source = 0;
  for (const segment of mappings.split(/[;,]/).filter((text) => text.length > 1)) {
    // Base 64, low digits first, a bit of each for "more follows" and one in all for the sign (ECMA-426).
    const numbers = [0];
    let shift = 0;
    for (const digit of segment) {
      const bits = digits.indexOf(digit);
      numbers[numbers.length - 1] += (bits & 31) << shift;
      if (bits & 32) shift += 5;
      else [shift, numbers[numbers.length]] = [0, 0];
    }
    source += numbers[1] & 1 ? -(numbers[1] >> 1) : numbers[1] >> 1;
    used.add(sources[source]);
  }
  // What is of an entry itself are the names that it imports.
  return [...used].filter((path) => path !== 'user.js' && entries.every(({ source }) => source !== path));
}

const gzipped = (contents) => (contents.length === 0 ? 0 : gzipSync(contents, { level: 9 }).length);

for (const { specifier } of entries) {
  if (budgets.some(({ code }) => code === `export * from '${specifier}'`)) continue;
  console.log(`unknown: ${specifier} has no budget`);
  process.exitCode = 1;
}

for (const { code, bytes, keeps } of budgets) {
  const { output, kept } = await bundle(code);
  const size = gzipped(output);
  const unrelated = kept.filter((path) => !keeps.some((part) => path.startsWith(`lib/${part}`)));
  console.log(
    `${size > bytes ? 'over' : 'ok'}: ${size} of ${bytes} bytes gzipped, ${output.length} minified: ${code}`,
  );
  for (const path of unrelated) console.log(`unrelated: ${path} is kept for ${code}`);
  if (size > bytes || unrelated.length > 0) process.exitCode = 1;
}

// `sideEffects: false` is a promise: loading adds nothing to the globals, changes no built-in and starts nothing.
for (const peer of peers.filter((it) => it in manifest.devDependencies)) await import(peer);
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
