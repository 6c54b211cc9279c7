import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Dashboard } from './dashboard.js';
import type { Stage } from './stage.js';
import type { Test } from './test.js';
import { tests } from './tests.js';
import { until } from './until.js';

/**
 * Runs the tests, each with a page and a browser context of its own.
 *
 * @param only - a part of the names of the tests to run
 * @returns the exit code
 */
export async function runTests(browser: Browser, stage: Stage, only = ''): Promise<number> {
  let passed = 0;
  let failed = 0;
  for (const test of tests.filter(({ name }) => name.includes(only))) {
    const start = Date.now();
    const problem = await runTest(browser, stage, test).then(
      () => undefined,
      (error: unknown) => error as Error,
    );
    if (problem) failed++;
    else passed++;
    console.log(`${problem ? '✗' : '✓'} ${test.name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    if (problem) console.log(`  ${problem.stack?.replaceAll('\n', '\n  ')}`);
  }
  if (passed + failed === 0) failed++;
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function runTest(browser: Browser, stage: Stage, test: Test): Promise<void> {
  await stage.reset();
  await test.before?.(stage);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...test.context });
  const errors: string[] = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      const expected = test.breaks && message.text().startsWith('Failed to load resource');
      if (/error|warning/.test(message.type()) && !expected) errors.push(message.text());
    });
    const dashboard = new Dashboard(page);
    await page.goto(stage.url);
    if (test.context?.javaScriptEnabled !== false)
      await until('the page becomes live', () => dashboard.isLive());
    try {
      await test.run({ ...stage, dashboard });
    } catch (error) {
      const picture = join(tmpdir(), 'rxjs-smartpoll-e2e.png');
      await page.screenshot({ path: picture, fullPage: true }).catch(() => undefined);
      console.log(`  the page as it was: ${picture}`);
      throw error;
    }
    if (errors.length > 0) throw new Error(`in the console: ${errors.join('; ')}`);
  } finally {
    await context.close();
  }
}
