import { describe, it, expect } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

describe('rxjs-smartpoll/timeline', () => {
  it('should be 3.6 kB at most, minified and gzipped, and import nothing', async () => {
    const { outputFiles, metafile } = await build({
      entryPoints: [`${__dirname}/../../lib/timeline/index.ts`],
      ...{ bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, metafile: true },
    });
    const inputs = Object.keys(metafile!.inputs);
    expect(inputs.filter((input) => !/(^|\/)lib\/timeline\/[\w-]+\.ts$/.test(input))).toEqual([]);
    expect(gzipSync(outputFiles![0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(3_600);
  });
});
