import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const reference = readFileSync(join(root, 'docs/guides/reference.md'), 'utf8');
const entries = readdirSync(join(root, 'api')).filter((file) => file.endsWith('.api.md'));

/** The public names of an entry, by its report: those of the root with their types, functions and classes of the others. */
const namesOf = (file: string): string[] => {
  const report = readFileSync(join(root, 'api', file), 'utf8');
  const kinds =
    file === 'rxjs-smartpoll.api.md' ? 'function|class|const|interface|type' : 'function|class|const';
  const names = [...report.matchAll(new RegExp(`^export (?:declare |abstract )?(?:${kinds}) (\\w+)`, 'gm'))];
  return [...new Set(names.map(([, name]) => name!))];
};

describe('the exports in the API in short', () => {
  it.each(entries)('should be all of %s', (file) => {
    const names = namesOf(file);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !new RegExp(`\`[^\`]*\\b${name}\\b`).test(reference))).toEqual([]);
  });
});
