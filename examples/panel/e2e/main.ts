// The panel in Chromium: npm run e2e:panel [-- PART OF A NAME], or --pictures. The last line is `N passed, N failed`.
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from '../../angular/e2e/find-chromium.js';
import { servePanel } from '../serve-panel.js';
import { takePictures } from './pictures.js';
import type { Scene, Test } from './test.js';
import { tests } from './tests.js';

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const [only = ''] = process.argv.slice(2);
let passed = 0;
let failed = 0;

async function open(browser: Browser, url: string, test: Test): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...test.context });
  const errors: string[] = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (/error|warning/.test(message.type())) errors.push(message.text());
    });
    await page.goto(url + (test.query ?? ''));
    const panel = page.locator('smart-poll-panel');
    const grid = page.getByRole('grid');
    const scene: Scene = {
      page,
      browser,
      panel,
      grid,
      row: (key) =>
        grid.getByRole('row').filter({ has: page.getByRole('gridcell', { name: key, exact: true }) }),
      keys: () => grid.locator('.body .row:not([hidden]) .key').allTextContents(),
      value: (expression) => page.evaluate(expression),
    };
    await grid.locator('.body .row').first().waitFor();
    await test.run(scene);
    if (errors.length > 0) throw new Error(`in the console: ${errors.join('; ')}`);
  } finally {
    await context.close();
  }
}

try {
  const scene = await servePanel(0, 'e2e/scene.ts');
  const example = await servePanel(0);
  const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS.split(' ') });
  try {
    if (only === '--pictures') await takePictures(browser, example.url);
    for (const test of tests.filter(({ name }) => name.includes(only))) {
      try {
        await open(browser, (test.example ? example : scene).url, test);
        console.log(`✓ ${test.name}`);
        passed++;
      } catch (error) {
        console.log(`✗ ${test.name}\n  ${(error as Error).stack?.replaceAll('\n', '\n  ')}`);
        failed++;
      }
    }
  } finally {
    await browser.close();
    await scene.close();
    await example.close();
  }
} catch (error) {
  console.error(`e2e:panel: ${(error as Error).message}`);
  failed++;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
