// Bundles the tests that hold the behaviour of lib/ into one file, `.mutation/tests.cjs`, that runs them in one
// process and ends with 1 at the first that fails: Jest's own runner takes eight seconds to see a mutant fail.
import { build } from 'esbuild';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

// Quick and telling ones first, slow ones last. Left out is what looks at sources, types and documents, what needs a
// zone, and what needs a process or modules of its own. DOM=1 takes those that need a DOM, ANGULAR=1 those of Angular.
const { DOM, ANGULAR } = process.env;
const core = ['marble-tests', 'spec/config', 'spec/operators', 'spec/stages', 'spec/turns', 'spec/schedule'];
const more = ['spec/conformance', 'spec/hostile', 'spec/model', 'spec'];
const leftOut = ANGULAR
  ? /\/(zone|hydration.*|stability.*|server)\.spec\.ts$/
  : DOM
    ? /\/(size|inert-without-dom)\.spec\.ts$/
    : /\/(statements|size|restarts|host-clocks|fair-to-host-clock|fake-async|offline|page-hidden)\.spec\.ts$/;
const slow = /\/(backlog|backpressure|cost|zero-delay)\.spec\.ts$/;
const dom = ['spec/timeline', 'spec/operators', 'spec/pictures'];
const found = (ANGULAR ? ['spec/angular'] : DOM ? dom : [...core, ...more])
  .flatMap((folder) =>
    readdirSync(folder)
      .sort()
      .map((file) => `${folder}/${file}`),
  )
  .filter((file) => file.endsWith('.spec.ts') && !leftOut.test(file));
const files = [...found.filter((file) => !slow.test(file)), ...found.filter((file) => slow.test(file))];

mkdirSync('.mutation', { recursive: true });
const contents = `
process.env.PROGRAMS ??= '500';
${DOM || ANGULAR ? "require('../scripts/mutation/dom.cjs');" : ''}
const { describe } = require('@jest/globals');
${files.map((file) => `describe(${JSON.stringify(file)}, () => void require('../${file}'));`).join('\n')}
require('../scripts/mutation/run.cjs');
`;
writeFileSync('.mutation/all.cjs', contents);
await build({
  entryPoints: ['.mutation/all.cjs'],
  outfile: '.mutation/tests.cjs',
  bundle: true,
  ignoreAnnotations: true, // Some tests are imported for what they set up.
  platform: 'node',
  packages: 'external',
  tsconfig: 'tsconfig.test.json',
  alias: { '@jest/globals': './scripts/mutation/globals.cjs', 'rxjs-smartpoll': './lib/index.ts' },
  logLevel: 'warning',
  plugins: [
    {
      name: 'Angular comes as ES modules alone',
      setup: ({ onResolve }) =>
        onResolve({ filter: /^(@angular\/|zone\.js)/ }, ({ path }) => ({
          path: fileURLToPath(import.meta.resolve(path)),
        })),
    },
    {
      name: 'each file knows where it was',
      setup: ({ onLoad }) =>
        onLoad({ filter: /spec.*\.ts$/ }, ({ path }) => ({
          contents: readFileSync(path, 'utf8').replaceAll('__dirname', JSON.stringify(dirname(path))),
          loader: 'ts',
        })),
    },
  ],
});
