import assert from 'node:assert/strict';
import type { Test } from './site.js';

const stages = '.live svg path.stage';

export const landing: Record<string, Test> = {
  'the landing page has a loop that really runs, and can be refreshed': async (site) => {
    const page = await site.open('', {
      viewport: { width: 1280, height: 860 },
      reducedMotion: 'no-preference',
    });
    await page.waitForSelector(stages);
    const count = () => page.locator(stages).count();
    // Three keys; then some have an answer, and are refreshed long before they are due.
    await page.waitForFunction((selector) => document.querySelectorAll(selector).length >= 5, stages);
    const before = await count();
    await page.getByRole('button', { name: 'Refresh all now' }).click();
    await page.waitForFunction(([selector, least]) => document.querySelectorAll(selector).length >= least, [
      stages,
      before + 3,
    ] as const);
    await page.getByLabel('weather is down').check();
    await page.getByRole('button', { name: 'Refresh all now' }).click();
    await page.waitForSelector('.live svg path.error');
    await page.getByRole('button', { name: 'Stop' }).click();
  },

  'nothing moves for those who do not want that': async (site) => {
    const page = await site.open('');
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
    assert.equal(await page.locator('.live svg').count(), 0);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.waitForSelector(stages);
  },
};
