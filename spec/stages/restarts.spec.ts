import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { scenarios, STRAY } from './restarts.js';

/** Tries all of it in a process of its own, where nothing of a test runner holds anything. */
const program = `
import { scenarios } from './spec/stages/restarts.ts';
const results = {};
for (const [name, scenario] of Object.entries(scenarios)) results[name] = await scenario();
process.stdout.write(JSON.stringify(results), () => process.exit());
`;

describe('what was unsubscribed', () => {
  let results: Record<string, [alive: number, of: number]>;
  beforeAll(() => {
    const { outputFiles } = buildSync({
      stdin: { contents: program, resolveDir: process.cwd() },
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      tsconfig: 'tsconfig.test.json',
    });
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--input-type=module'], {
      input: outputFiles[0]!.text,
      encoding: 'utf8',
      timeout: 100_000,
    });
    expect(stderr).toBe('');
    results = JSON.parse(stdout) as typeof results;
  }, 120_000);

  it.each(Object.keys(scenarios))('should keep nothing alive of its run or its key: %s (4.3)', (name) => {
    const [alive, of] = results[name]!;
    expect(of).toBeGreaterThanOrEqual(10);
    expect(alive).toBeLessThanOrEqual(STRAY);
  });
});
