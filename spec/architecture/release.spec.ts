import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What keeps this project from being released under a tag. */
function problems(tag: string, manifest: object, changes: string): string[] {
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'CHANGELOG.md'), changes);
  const script = resolve('scripts/release.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, tag], { cwd: folder, encoding: 'utf8' });
  expect(status).toBe(stderr === '' ? 0 : 1);
  return stderr.split('\n').slice(0, -1);
}

describe('a release', () => {
  const addresses = { repository: 'github:somebody/rxjs-smartpoll', homepage: 'https://example.org' };

  it('should have nothing against a version that is told of, with its addresses', () => {
    const changes = '# Changelog\n\n## 1.2.3\n\nNew.\n\n## 1.2.2\n';
    expect(problems('v1.2.3', { version: '1.2.3', ...addresses }, changes)).toEqual([]);
  });

  it('should say all that is missing', () => {
    expect(problems('v1.2.3', { version: '1.2.2' }, '# Changelog\n\n## Unreleased — 1.2.3\n')).toEqual([
      "The tag is 'v1.2.3', and the version in package.json 1.2.2",
      'package.json has no `repository`',
      'package.json has no `homepage`',
      "CHANGELOG.md has no section '## 1.2.2'",
      'CHANGELOG.md has a section of what is unreleased',
    ]);
  });

  it('should run commands in its workflows that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const workflows = readdirSync('.github/workflows').map((file) => `.github/workflows/${file}`);
    for (const workflow of workflows) {
      const text = readFileSync(workflow, 'utf8');
      for (const [, name] of text.matchAll(/npm run ([\w:-]+)/g))
        expect(Object.keys(scripts)).toContain(name);
      for (const [, script] of text.matchAll(/node (scripts\/\S+)/g))
        expect(readFileSync(script!, 'utf8')).not.toBe('');
    }
    expect(workflows).toHaveLength(2);
  });
});
