import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { providerNames } from '../../../weather/providers.js';
import { askedSince, counts } from '../counts.js';
import type { Test } from '../test.js';
import { until } from '../until.js';

export const look: readonly Test[] = [
  {
    name: 'the panel shows each key, what happens in it, and the turns; its buttons command the loop',
    async run({ dashboard, providers }) {
      const { panel, page } = dashboard;
      const row = (key: string) =>
        panel.getByRole('row').filter({ has: page.getByRole('gridcell', { name: key, exact: true }) });
      assert.deepEqual(await panel.locator('.body .row:not([hidden]) .key').allTextContents(), [
        ...providerNames,
        'publish',
      ]);
      const bars = async (of: Locator, kind: string): Promise<number> =>
        ((await of.locator(`path.${kind}`).getAttribute('d')) ?? '').split('M').length - 1;
      for (const name of providerNames)
        for (const kind of ['stage', 'turn'])
          await until(`${name} has a ${kind}`, async () => (await bars(row(name), kind)) > 0);
      await until('turns are drawn', async () => (await bars(panel.locator('.top'), 'turn')) > 3);
      await row('nimbus').click();
      await panel.getByRole('button', { name: 'Hold' }).click();
      await until('it is held', async () => (await row('nimbus').innerText()).includes('held'));
      await page.waitForTimeout(1500);
      const { requests } = providers.nimbus;
      await page.waitForTimeout(3000);
      assert.equal(providers.nimbus.requests, requests);
      await panel.getByRole('button', { name: 'Release' }).click();
      await until('it goes on', () => providers.nimbus.requests > requests);
    },
  },
  {
    name: 'all can be done by keyboard, and the focus is seen',
    async run({ dashboard, ...stage }) {
      const { page } = dashboard;
      const focused: string[] = [];
      for (let i = 0; i < 11; i++) {
        await page.keyboard.press('Tab');
        const [name, outline] = await page.evaluate(() => {
          const element = document.activeElement!;
          const text = element.getAttribute('aria-label') ?? element.textContent ?? '';
          return [text.trim(), getComputedStyle(element).outlineWidth] as const;
        });
        focused.push(name);
        assert.equal(outline, '3px', name);
      }
      const ofCard = (name: string): string[] => [`Ask ${name} every`, `Cancel the request to ${name}`];
      assert.deepEqual(focused, [
        ...['Weather', 'Sharing', 'About', 'Refresh now', 'Pause'],
        ...providerNames.flatMap(ofCard),
      ]);
      await dashboard.slideAll('longest');
      await page.waitForTimeout(3000);
      const before = counts(stage);
      await dashboard.refresh.press('Enter');
      await until('each provider is asked', () => askedSince(stage, before), 10_000);
    },
  },
  {
    name: 'nothing jumps as values come in, fail and recover',
    breaks: true,
    async run({ dashboard, providers }) {
      const boxes = async (): Promise<unknown> =>
        dashboard.page.$$eval('main > section, article > *, app-loop-panel', (all) =>
          all.map((element) => {
            const { left, top, width } = element.getBoundingClientRect();
            return [left, top, width].map(Math.round);
          }),
        );
      const before = await boxes();
      providers.nimbus.broken = 1;
      await until('it fails', async () => (await dashboard.failure('nimbus')) !== '');
      assert.deepEqual(await boxes(), before);
      await until('it recovers', async () => (await dashboard.failure('nimbus')) === '');
      assert.deepEqual(await boxes(), before);
    },
  },
  {
    name: 'it fits a phone',
    context: { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true },
    async run({ dashboard }) {
      const { page, panel } = dashboard;
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
      assert.ok((await panel.boundingBox())!.width < 375);
      for (const button of await page.getByRole('button').all())
        assert.ok((await button.boundingBox())!.height >= 36, 'buttons are high enough for a finger');
    },
  },
  {
    name: 'light and dark follow the reader',
    async run({ dashboard: { page } }) {
      const colour = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      await page.emulateMedia({ colorScheme: 'light' });
      const light = await colour();
      await page.emulateMedia({ colorScheme: 'dark' });
      assert.notEqual(await colour(), light);
    },
  },
];
