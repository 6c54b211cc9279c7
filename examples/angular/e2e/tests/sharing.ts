import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { quiet } from '../counts.js';
import { setHidden } from '../set-hidden.js';
import type { Scene, Test } from '../test.js';
import { until } from '../until.js';

/** The page with three that watch cirrus, as one finds it by the link. */
async function sharing(page: Page): Promise<Page> {
  await page.getByRole('link', { name: 'Sharing', exact: true }).click();
  await until('all show a value', async () => (await watched(page)).every((text) => /^\d/.test(text)));
  return page;
}

const watched = (page: Page): Promise<string[]> => page.locator('[data-watched]').allInnerTexts();
const requests = async (page: Page): Promise<number> =>
  Number(await page.locator('[data-requests]').innerText());

/** It asks again, and again. */
async function polls({ providers: { cirrus } }: Scene, what: string): Promise<void> {
  const before = cirrus.requests;
  await until(what, () => cirrus.requests >= before + 2);
}

export const sharingTests: readonly Test[] = [
  {
    name: 'one request serves three components, at the tightest of their paces',
    async run(scene) {
      const { cirrus } = scene.providers;
      const before = cirrus.requests;
      const page = await sharing(scene.dashboard.page);
      const offset = cirrus.requests - (await requests(page));
      assert.ok(offset >= before, 'the loop of the other page has ended');
      await polls(scene, 'it is asked again');
      const sliders = page.getByRole('slider');
      assert.equal(await sliders.count(), 3);
      // One answer for each request, and all three show it.
      await until('all show the same', async () => new Set(await watched(page)).size === 1);
      assert.ok(cirrus.requests - offset - (await requests(page)) <= 1);

      // With a pace of ten seconds each, nobody is asked for a while; one that wants it sooner moves the timer.
      for (const slider of await sliders.all()) await slider.press('End');
      await page.waitForTimeout(1500);
      await quiet(scene, 4000);
      await sliders.nth(1).press('Home');
      await polls(scene, 'it is asked at the pace of the second');
    },
  },
  {
    name: 'a failing provider is shown by all three, and asked again by itself',
    breaks: true,
    async run(scene) {
      const page = await sharing(scene.dashboard.page);
      const failing = page.locator('.failing');
      scene.providers.cirrus.broken = 1;
      await until('all tell', async () => (await failing.count()) === 3);
      assert.match((await watched(page))[0]!, /^\d/);
      await until('it recovers', async () => (await failing.count()) === 0);
    },
  },
  {
    name: 'leaving the page with the three ends their poll',
    async run(scene) {
      const page = await sharing(scene.dashboard.page);
      await polls(scene, 'it is asked');
      await page.getByRole('link', { name: 'About', exact: true }).click();
      await page.waitForTimeout(500);
      await quiet(scene);
    },
  },
  {
    name: 'a hidden tab asks nothing for the three, and goes on as it is shown',
    async run(scene) {
      const page = await sharing(scene.dashboard.page);
      await setHidden(page, true);
      await page.waitForTimeout(1000);
      await quiet(scene);
      await setHidden(page, false);
      await polls(scene, 'it is asked again');
    },
  },
  {
    name: 'one of two tabs asks for both, and the other takes over',
    async run(scene) {
      const first = await sharing(scene.dashboard.page);
      const second = await first.context().newPage();
      await second.goto(scene.url);
      await until(
        'the second tab is live',
        async () => (await second.locator('smart-poll-panel .row').count()) > 0,
      );
      await sharing(second);
      for (const page of [first, second]) {
        await page.getByRole('checkbox').check();
        await until('it shows values', async () => (await watched(page)).every((text) => /^\d/.test(text)));
      }
      const before = [await requests(first), await requests(second)];
      await polls(scene, 'one asks');
      await polls(scene, 'one goes on');
      const after = [await requests(first), await requests(second)];
      const asking = after.map((count, i) => count > before[i]!);
      assert.deepEqual([...asking].sort(), [false, true]);
      await until('both show the same', async () => (await watched(first))[0] === (await watched(second))[0]);

      const [leader, other] = asking[0] ? [first, second] : [second, first];
      const count = await requests(other);
      await setHidden(leader, true);
      await until('the other takes over', async () => (await requests(other)) > count + 1);
      await second.close();
    },
  },
];
