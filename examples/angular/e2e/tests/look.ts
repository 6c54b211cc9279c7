import assert from 'node:assert/strict';
import { providerNames } from '../../../weather/providers.js';
import { askedSince, counts } from '../counts.js';
import type { Test } from '../test.js';
import { until } from '../until.js';

export const look: readonly Test[] = [
  {
    name: 'the timeline shows a lane for each key and each hook, and what happens in them',
    async run({ dashboard }) {
      const { timeline } = dashboard;
      const lanes = async (kind: string): Promise<string[]> => timeline.locator(kind).allTextContents();
      assert.deepEqual(await lanes('text.key:not(.hook)'), [...providerNames, 'publish']);
      await dashboard.refresh.click();
      await until('the hook has its lane', async () => (await lanes('text.hook')).includes('ref.post'));
      for (const kind of ['stage', 'turn', 'ready'])
        await until(`there is a ${kind}`, async () => (await timeline.locator(`path.${kind}`).count()) > 4);
      await until('each lane has its turns', async () => {
        const titles = await timeline.locator('path.turn title').allTextContents();
        return [...providerNames, 'publish', 'ref.post'].every((name) =>
          titles.some((title) => title.startsWith(`${name}: handler`)),
        );
      });
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
        dashboard.page.$$eval('main > section, article > *, app-timeline', (all) =>
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
      const { page, timeline } = dashboard;
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 375);
      assert.ok(Number(await timeline.getAttribute('width')) < 375);
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
