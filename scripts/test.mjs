// Runs the checks and counts: `node scripts/test.mjs [--all | NAME…]`. Without arguments the fast ones.
// Every test counts as one, and so do every trace of the conformance replay and every other check.
// The last line is `N passed, N failed`; the exit code is 1 where anything failed.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a command whose output appears as it comes, and resolves with its exit code and standard output. */
const run = (command) =>
  new Promise((resolve) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      process.stdout.write(text);
    });
    child.on('close', (code) => resolve({ ok: code === 0, stdout }));
  });

/** A check that passes or fails as a whole. */
const check = (command) => async () => {
  const { ok } = await run(command);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
};

/** What a step counted, which must not hide that its command failed. */
const counted = (passed, failed, ok) => ({ passed, failed: failed || (ok && passed > 0 ? 0 : 1) });

/** The tests of a command that takes the arguments of Jest. */
const tests = (command) => async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rxjs-smartpoll-'));
  try {
    const { ok } = await run(`${command} --json --outputFile=${join(folder, 'jest.json')} 1>&2`);
    const result = JSON.parse(readFileSync(join(folder, 'jest.json'), 'utf8'));
    // A test that is skipped, or a file that cannot even be loaded, holds nothing.
    const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = result;
    return counted(numPassedTests, numFailedTests + numPendingTests + numRuntimeErrorTestSuites, ok);
  } catch (error) {
    console.error(`${command} gave no result: ${error.message}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const conformance = async () => {
  const { ok, stdout } = await run('npm run --silent conformance');
  const [, agree, all] = /^(\d+) of (\d+) traces agree$/m.exec(stdout) ?? [0, 0, 0];
  return counted(Number(agree), all - agree, ok);
};

// What has not changed since the last run is not looked at again; both go by contents.
const fast = {
  format: check('prettier --check --cache --cache-strategy content .'),
  types: check('tsc --noEmit -p . --incremental --tsBuildInfoFile node_modules/.cache/types.tsbuildinfo'),
  specs: tests('jest'),
  conformance,
};
const slow = {
  lint: check('eslint .'),
  build: check('npm run --silent build'),
  api: check('node scripts/api.mjs'),
  package: check('node scripts/package.mjs'),
  size: check('node scripts/size.mjs'),
  docs: check('npm run --silent docs'),
  consumers: check('node scripts/consumers.mjs'),
  'angular:22': tests('node scripts/angular-22.mjs'),
};

const steps = { ...fast, ...slow };
const wanted = process.argv.slice(2);
const names = wanted.length === 0 ? Object.keys(fast) : wanted[0] === '--all' ? Object.keys(steps) : wanted;
const unknown = names.find((name) => !(name in steps));
if (unknown !== undefined) {
  console.error(`No check is named ${unknown}: use --all, or some of ${Object.keys(steps).join(', ')}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
for (const name of names) {
  console.log(`\n> ${name}`);
  const counts = await steps[name]();
  passed += counts.passed;
  failed += counts.failed;
  console.log(`> ${name}: ${counts.failed === 0 ? 'ok' : 'FAILED'}`);
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
