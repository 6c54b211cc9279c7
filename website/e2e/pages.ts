import assert from 'node:assert/strict';
import { DESKTOP, expectAccessible, expectNarrow, PHONE, type Test } from './site.js';

const PAGES = [
  '',
  'guides/errors',
  'guides/overlap',
  'playground',
  'glossary',
  'api/rxjs-smartpoll/functions/smartPoll',
  'contract',
];

export const pages: Record<string, Test> = {
  'axe finds nothing, in light and dark': async (site) => {
    for (const path of PAGES)
      for (const colorScheme of path === 'contract' ? (['light'] as const) : (['light', 'dark'] as const)) {
        const page = await site.open(path, { ...DESKTOP, colorScheme });
        if (path === 'playground') await page.waitForSelector('.timeline svg');
        await expectAccessible(page);
        await page.context().close();
      }
  },

  'no page is wider than a phone': async (site) => {
    for (const path of PAGES) {
      const page = await site.open(path, PHONE);
      if (path === 'playground') await page.waitForSelector('.timeline svg');
      await expectNarrow(page);
      await page.context().close();
    }
  },

  'search finds guides first': async (site) => {
    const page = await site.open('');
    for (const [words, guide] of [
      ['retry after', 'retries-and-rate-limits'],
      ['timeout', 'timeouts'],
      ['rate limit', 'quota'],
      ['test', 'testing-with-marbles'],
      ['angular', 'angular'],
    ] as const) {
      await page
        .getByRole('button', { name: /search/i })
        .first()
        .click();
      await page.locator('.VPLocalSearchBox input').fill(words);
      const results = page.locator('.VPLocalSearchBox .result');
      await results.first().waitFor();
      const links = await results.evaluateAll((found) =>
        found.slice(0, 5).map((link) => link.getAttribute('href')),
      );
      assert(
        links.some((link) => link?.includes(`/guides/`) && link.includes(guide)),
        `"${words}" finds ${links.join(', ')}`,
      );
      await page.keyboard.press('Escape');
    }
  },

  'the API has the prose before the generics': async (site) => {
    const page = await site.open('api/rxjs-smartpoll/functions/smartPoll');
    const text = await page.locator('main').innerText();
    const order = [
      'polls any number of tasks',
      'Parameters',
      'Returns',
      'Declaration',
      'Type Parameters',
    ].map((part) => text.indexOf(part));
    assert(
      order.every((at, i) => at > (order[i - 1] ?? -1)),
      `They are at ${order.join(', ')}`,
    );
  },

  'an example of a guide runs in the guide': async (site) => {
    const page = await site.open('guides/errors');
    const block = page.locator('.try-it').first();
    await block.getByRole('button', { name: 'Run it here' }).click();
    await block.locator('svg').first().waitFor();
    assert((await block.locator('.output li').count()) > 2);
  },
};
