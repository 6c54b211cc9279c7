import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildSync } from 'esbuild';

/**
 * Runs a TypeScript program with `args`, bundled into `outfile` since Node 20 runs no TypeScript. What is `external`
 * is found from there.
 */
export async function runTypescript(file, outfile, args, external = []) {
  buildSync({
    entryPoints: [file],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    external,
  });
  process.setSourceMapsEnabled(true);
  process.argv = [process.argv[0], resolve(file), ...args];
  await import(pathToFileURL(outfile).href);
}
