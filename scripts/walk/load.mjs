import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { instrument } from './instrument.mjs';

const lib = fileURLToPath(new URL('../../lib/', import.meta.url));

/** What `lib/index.ts` exports, built in memory; `recorder` is told of every call within. RxJS stays outside. */
export async function load(recorder) {
  const functions = [];
  const instrumented = async ({ path }) => {
    const file = relative(lib, path).replaceAll('\\', '/');
    return { contents: await instrument(readFileSync(path, 'utf8'), file, functions), loader: 'js' };
  };
  const { outputFiles } = await build({
    entryPoints: [`${lib}index.ts`],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'error',
    plugins: [{ name: 'instrument', setup: ({ onLoad }) => onLoad({ filter: /\.ts$/ }, instrumented) }],
  });
  const module = { exports: {} };
  const run = new Function('module', 'require', 'walkEnter', 'walkExit', outputFiles[0].text);
  run(
    module,
    createRequire(import.meta.url),
    (number) => recorder.enter(functions[number]),
    () => recorder.exit(),
  );
  return module.exports;
}
