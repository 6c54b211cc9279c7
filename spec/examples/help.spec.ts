import { describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const examples = Object.keys(scripts).filter((name) => /^start\b/.test(name));

describe('the examples', () => {
  it.each(examples)(
    'should tell how to use `npm run %s`, and start nothing',
    async (name) => {
      const [command, ...args] = scripts[name]!.split(' ');
      expect(command).toBe('node');
      // It ends by itself, so nothing runs on.
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [...args, '--help']);
      const lines = stdout.trimEnd().split('\n');
      const usage = name === 'start' ? 'npm start' : `npm run ${name}`;
      expect(lines[0]).toMatch(new RegExp(`^Usage: ${usage}( -- \\[options\\])?$`));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
      // Nothing but that: no address of a server, no word of a step.
      expect(lines.at(-1)).toMatch(/print this|Keys:/);
      expect(stderr).toBe('');
    },
    30_000,
  );
});
