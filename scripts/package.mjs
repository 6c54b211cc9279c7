// Looks at the package as it is published: what is in it, how it is declared, what its types resolve to.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { entries } from './entries.mjs';

const published =
  /^(dist|lib)\/|^docs\/(guides\/[\w-]+\.md|pictures\/[\w-]+\.svg|(GLOSSARY|SEMANTICS)\.md)$|^(package\.json|README\.md|AGENTS\.md|CHANGELOG\.md|LICENSE)$/;

const built = new Set(
  entries.flatMap(({ esm, cjs, types, cjsTypes }) =>
    [esm, cjs, types, cjsTypes].map((path) => path.slice(2)),
  ),
);

/** What a file of types declares. */
const declared = (file) =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:export )?declare \w+ (\w+)/gm)].map(([, name]) => name);

const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
try {
  const [{ filename, files, size, unpackedSize }] = JSON.parse(
    execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      encoding: 'utf8',
    }),
  );
  const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;
  console.log(`${filename}: ${files.length} files, ${kB(size)}, ${kB(unpackedSize)} unpacked`);

  const tarball = join(folder, filename);
  execFileSync('tar', ['-xzf', tarball, '-C', folder]);
  const unpacked = join(folder, 'package');

  const paths = files.map(({ path }) => path);
  const problems = [
    ...paths.filter((path) => !published.test(path)).map((path) => `${path} is of no use to users`),
    ...['README.md', 'AGENTS.md', 'LICENSE', 'CHANGELOG.md']
      .filter((path) => !paths.includes(path))
      .map((path) => `${path} is missing`),
    // Each entry is one bundle and one file of types, for each kind of module, and nothing else is built.
    ...paths
      .filter((path) => path.startsWith('dist/') && !built.has(path.replace(/\.map$/, '')))
      .map((path) => `${path} is of no entry`),
    // Source maps lead to lib/.
    ...paths
      .filter((path) => /^dist\/.*\.c?js$/.test(path) && !paths.includes(`${path}.map`))
      .map((path) => `${path} has no map`),
    ...paths
      .filter((path) => path.endsWith('.map'))
      .flatMap((path) => {
        const { sourceRoot = '', sources } = JSON.parse(readFileSync(join(unpacked, path), 'utf8'));
        return sources
          .map((source) => join(dirname(path), sourceRoot, source))
          .filter((source) => !paths.includes(source))
          .map((source) => `${path} leads to ${source}, which is missing`);
      }),
    // An editor resolves a relative link of a doc comment from the file of its user.
    ...entries.flatMap(({ types }) =>
      [...readFileSync(join(unpacked, types), 'utf8').matchAll(/\]\((?!https:\/\/)[^)]*\)/g)].map(
        ([link]) => `${types} has a link that no editor can follow: ${link}`,
      ),
    ),
    // Doc comments and guides name guides, the glossary and pictures.
    ...paths
      .filter((path) => /\.d\.c?ts$|^AGENTS\.md$/.test(path))
      .flatMap((path) =>
        [...readFileSync(join(unpacked, path), 'utf8').matchAll(/docs\/guides\/[\w-]+\.md/g)]
          .filter(([guide]) => !paths.includes(guide))
          .map(([guide]) => `${path} names ${guide}, which is missing`),
      ),
    ...paths
      .filter((path) => /^docs\/.*\.md$/.test(path))
      .flatMap((path) =>
        [...readFileSync(join(unpacked, path), 'utf8').matchAll(/(?:\]\(|src(?:set)?=")([^)"#:]+)/g)]
          .map(([, link]) => join(dirname(path), link))
          .filter((target) => published.test(target) && !paths.includes(target))
          .map((target) => `${path} leads to ${target}, which is missing`),
      ),
    // A class that is declared twice is two classes to TypeScript.
    ...entries.slice(1).flatMap((entry) =>
      declared(join(unpacked, entry.types))
        .filter((name) => declared(join(unpacked, entries[0].types)).includes(name))
        .map((name) => `${entry.types} has a copy of ${name}`),
    ),
  ];
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;

  for (const [tool, ...args] of [
    ['publint', 'run', tarball, '--strict'],
    ['attw', tarball, '--profile', 'node16', '--no-emoji'],
  ]) {
    const { status } = spawnSync(join('node_modules/.bin', tool), args, { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
