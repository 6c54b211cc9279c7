// The built site in Chromium; some tests by a part of their names, after --built. The last line is `N passed, N failed`.
import { chromium } from 'playwright-core';
import { findChromium } from '../../examples/angular/e2e/find-chromium.js';
import { serve } from '../build/serve.mjs';
import { landing } from './landing.js';
import { pages } from './pages.js';
import { playground } from './playground.js';
import { Site, type Test } from './site.js';

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking ' +
  '--disable-component-update --disable-sync';

let passed = 0;
let failed = 0;
try {
  const server = await serve('site');
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS.split(' ') });
  try {
    const tests: Record<string, Test> = { ...landing, ...pages, ...playground };
    const wanted = process.argv[3] ?? '';
    for (const [name, test] of Object.entries(tests)) {
      if (!name.includes(wanted)) continue;
      const site = new Site(browser, server.url);
      try {
        await test(site);
        site.expectQuiet();
        console.log(`✓ ${name}`);
        passed++;
      } catch (error) {
        console.log(`✗ ${name}\n  ${(error as Error).stack?.replaceAll('\n', '\n  ')}`);
        failed++;
      } finally {
        await site.close();
      }
    }
  } finally {
    await browser.close();
    await server.close();
  }
} catch (error) {
  console.error(`e2e:site: ${(error as Error).message}`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
