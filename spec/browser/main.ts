// acrossTabs in Chromium: three tabs, each fault ten times, or `--rounds N`. The last line is `N passed, N failed`.
import { buildSync } from 'esbuild';
import { startChromium, type Chromium } from './chromium.js';
import { faults, type Fault } from './faults.js';
import { startPollServer, type PollServer } from './poll-server.js';
import { Scene } from './scene.js';

/** Another tab polls sooner, in milliseconds, most times: a busy machine may hold up one of them. */
const LIMIT = 1000;

const args = process.argv.slice(2);
const rounds = args[0] === '--rounds' ? Number(args[1]) : 10;
let passed = 0;
let failed = 0;

/** Returns how long each takeover took, the shortest first. */
async function runFault(fault: Fault, chromium: Chromium, server: PollServer): Promise<number[]> {
  const scene = new Scene(chromium, server, fault.inWindows);
  try {
    for (let tab = 0; tab < 3; tab++) await scene.open();
    const took = [];
    for (let round = 0; round < rounds; round++) took.push(await fault.run(scene));
    took.sort((a, b) => a - b);
    const median = took[took.length >> 1]!;
    if (median >= LIMIT) throw new Error(`another tab polls only after ${median.toFixed()} ms, most times`);
    return took;
  } finally {
    await scene.close();
  }
}

try {
  const { outputFiles } = buildSync({
    entryPoints: ['spec/browser/page.ts'],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
  });
  const server = await startPollServer(outputFiles[0]!.text);
  const chromium = await startChromium();
  try {
    for (const fault of faults) {
      try {
        const took = await runFault(fault, chromium, server);
        const [median, most] = [took[took.length >> 1]!, took.at(-1)!].map((ms) => ms.toFixed());
        console.log(`✓ ${fault.name}: another polls after ${median} ms, ${most} at most, ${rounds} times`);
        passed++;
      } catch (error) {
        console.log(`✗ ${fault.name}\n  ${(error as Error).stack?.replaceAll('\n', '\n  ')}`);
        failed++;
      }
    }
  } finally {
    await chromium.close();
    await server.close();
  }
} catch (error) {
  console.error(`e2e:tabs: ${(error as Error).message}`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
