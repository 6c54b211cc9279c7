import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { Dashboard } from './dashboard.js';
import type { Stage } from './stage.js';
import { until } from './until.js';

const PICTURES: Readonly<Record<string, BrowserContextOptions>> = {
  'angular-desktop': { viewport: { width: 1280, height: 800 }, colorScheme: 'light' },
  'angular-phone': { viewport: { width: 375, height: 812 }, colorScheme: 'dark' },
};

/** Takes the pictures of the documentation, each after half a minute with a bit of everything. */
export async function takePictures(browser: Browser, stage: Stage): Promise<void> {
  const folder = resolve('docs/pictures');
  mkdirSync(folder, { recursive: true });
  const take = async (name: string, options: BrowserContextOptions): Promise<void> => {
    const context = await browser.newContext({ ...options, reducedMotion: 'reduce' });
    const dashboard = new Dashboard(await context.newPage());
    const { page } = dashboard;
    await page.goto(stage.url);
    await until('the page becomes live', () => dashboard.isLive());
    await page.waitForTimeout(16_000);
    await dashboard.refresh.click();
    await page.waitForTimeout(4000);
    stage.providers.nimbus.broken = 3;
    await until('nimbus fails', async () => (await dashboard.failure('nimbus')) !== '');
    await dashboard.slide('cirrus', 'shortest');
    await until('stratus is asked', async () => (await dashboard.state('stratus')) === 'asking');
    await page.mouse.move(0, 0);
    await page.locator(':focus').blur();
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    await context.close();
    await stage.reset();
  };
  for (const [name, options] of Object.entries(PICTURES)) await take(name, options);
  console.log(`Pictures: ${Object.keys(PICTURES).join(', ')} in ${folder}`);
}
