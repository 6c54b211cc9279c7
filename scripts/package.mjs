// Looks at the package as it is published: what is in it, how it is declared, what its types resolve to.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const published = /^(dist|lib)\/|^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;

const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
try {
  const [{ filename, files, size, unpackedSize }] = JSON.parse(
    execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      encoding: 'utf8',
    }),
  );
  const kB = (bytes) => `${Math.round(bytes / 1000)} kB`;
  console.log(`${filename}: ${files.length} files, ${kB(size)}, ${kB(unpackedSize)} unpacked`);

  const paths = files.map(({ path }) => path);
  const problems = [
    ...paths.filter((path) => !published.test(path)).map((path) => `${path} is of no use to users`),
    ...['README.md', 'LICENSE', 'CHANGELOG.md']
      .filter((path) => !paths.includes(path))
      .map((path) => `${path} is missing`),
    // Source maps and declaration maps lead to lib/.
    ...paths
      .filter((path) => /^dist\/esm\/.*\.js$/.test(path))
      .map((path) => path.replace(/^dist\/esm/, 'lib').replace(/js$/, 'ts'))
      .filter((path) => !paths.includes(path))
      .map((path) => `the source ${path} is missing`),
  ];
  for (const problem of problems) console.log(problem);
  if (problems.length > 0) process.exitCode = 1;

  const tarball = join(folder, filename);
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
