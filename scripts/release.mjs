// Says what keeps the project from being released under a tag: node scripts/release.mjs v1.2.3
import { readFileSync } from 'node:fs';

const [tag = ''] = process.argv.slice(2);
const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const changes = readFileSync('CHANGELOG.md', 'utf8');

const problems = [
  tag !== `v${manifest.version}` &&
    `The tag is '${tag}', and the version in package.json ${manifest.version}`,
  // Without the first, npm makes no statement of where the package is from.
  ...['repository', 'homepage'].map((field) => !manifest[field] && `package.json has no \`${field}\``),
  !changes.split('\n').includes(`## ${manifest.version}`) &&
    `CHANGELOG.md has no section '## ${manifest.version}'`,
  /^## Unreleased/m.test(changes) && 'CHANGELOG.md has a section of what is unreleased',
].filter(Boolean);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
