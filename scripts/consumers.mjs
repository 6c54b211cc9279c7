// Installs the packed package into empty projects, as users do, and uses it: as ES modules, as CommonJS, under
// Jest, and from TypeScript projects of each supported version, with the oldest and the newest RxJS 7; and with Angular.
// The type tests and, with the oldest RxJS, the marble tests run here too.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { angular22 } from './node-22.mjs';

/** RxJS, and the kinds of TypeScript projects that find its types. */
const rxjsVersions = { '7.2.0': ['paths'], '7.8.2': ['nodenext', 'bundler'] };
const tsVersions = ['5.4', '5.9', '6.0', '7.0'];
/** Angular, and a TypeScript that it takes. */
const angularVersions = { 19: '5.9', 21: '5.9', 22: '6.0' };
const root = resolve('.');
const jest = resolve('node_modules/jest/bin/jest.js');
const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));

const npm = (cwd, ...args) =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const install = (cwd, ...packages) =>
  npm(cwd, 'install', '--no-audit', '--no-fund', '--loglevel=error', ...packages);

/** Runs Node, and says how it went. */
const check = (what, cwd, args, env = {}, node = process.execPath) => {
  const options = { cwd, encoding: 'utf8', env: { ...process.env, ...env } };
  const { status, stdout, stderr } = spawnSync(node, args, options);
  console.log(`${what}: ${status === 0 ? 'ok' : `fails\n${`${stdout}${stderr}`.slice(0, 2000)}`}`);
  if (status !== 0) process.exitCode = 1;
};

try {
  const [{ filename }] = JSON.parse(
    npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
  );

  const compilers = join(folder, 'typescript');
  check('type tests', root, ['spec/types/versions.mjs', compilers]);

  for (const [version, kinds] of Object.entries(rxjsVersions)) {
    const project = join(folder, `rxjs-${version}`);
    cpSync('spec/package/consumer', project, { recursive: true });
    // The same once as CommonJS, once as an ES module.
    cpSync(join(project, 'consumer.ts'), join(project, 'consumer.mts'));
    install(project, join(folder, filename), `rxjs@${version}`, '@opentelemetry/api@1');
    const says = (what) => `rxjs ${version}, ${what}`;

    check(says('ES module'), project, ['esm.mjs']);
    check(says('CommonJS'), project, ['cjs.cjs']);
    check(says('Jest'), project, [jest, '--rootDir', project]);
    for (const ts of tsVersions) {
      const tsc = join(compilers, 'node_modules', `typescript-${ts}`, 'bin/tsc');
      for (const kind of kinds)
        check(says(`TypeScript ${ts}, ${kind}`), project, [tsc, '-p', `tsconfig.${kind}.json`]);
    }
  }

  for (const [version, ts] of Object.entries(angularVersions)) {
    const project = join(folder, `angular-${version}`);
    cpSync('spec/package/angular', project, { recursive: true });
    install(project, join(folder, filename), `@angular/core@${version}`, 'rxjs@7.8.2');
    const tsc = join(compilers, 'node_modules', `typescript-${ts}`, 'bin/tsc');
    const node = version === '22' ? angular22().node : process.execPath;
    check(`Angular ${version}`, project, ['use.mjs'], {}, node);
    check(`Angular ${version}, TypeScript ${ts}`, project, [tsc, '-p', 'tsconfig.json']);
  }

  const both = join(folder, 'rxjs-9');
  cpSync('spec/package/rxjs-9', both, { recursive: true });
  install(both, join(folder, filename), 'rxjs@7.8.2', 'rxjs-9@npm:rxjs@9.0.0-beta.0');
  check('rxjs 7.8.2 with inputs of rxjs 9.0.0-beta.0', both, ['use.mjs']);

  const oldest = join(folder, `rxjs-${Object.keys(rxjsVersions)[0]}`, 'node_modules/rxjs');
  check('marble tests with the oldest RxJS', root, [jest, '--selectProjects', 'marbles'], { RXJS: oldest });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
