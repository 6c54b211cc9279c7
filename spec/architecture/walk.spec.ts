import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** The most that a steady tick may take, as `npm run walk` counts it. They are what it takes: lower them with it. */
const CALLS = 158;
const FILES = 20;
const CHANGES = 92;

const root = join(__dirname, '../..');

it('should be a short walk through lib/ from tick to tick', () => {
  const output = execFileSync(process.execPath, ['scripts/walk.mjs', '--json'], {
    cwd: root,
    encoding: 'utf8',
  });
  const { calls, files, changes } = JSON.parse(output);
  expect(calls).toBeLessThanOrEqual(CALLS);
  expect(files).toBeLessThanOrEqual(FILES);
  expect(changes).toBeLessThanOrEqual(CHANGES);
  expect(changes).toBeGreaterThan(0); // Something was counted.
});
