import assert from 'node:assert/strict';
import { providerNames } from '../../../weather/providers.js';
import { askedSince, counts } from '../counts.js';
import type { Test } from '../test.js';
import { until } from '../until.js';

export const commands: readonly Test[] = [
  {
    name: 'refresh polls at once, and only once though pressed ten times',
    async run({ dashboard, ...stage }) {
      await dashboard.slideAll('longest');
      for (const name of providerNames)
        await until(`${name} waits`, async () => ((await dashboard.countdown(name)) ?? 0) > 15);
      // By now every answer is older than its provider's shortest interval.
      await dashboard.page.waitForTimeout(3000);
      const before = counts(stage);
      // Five times at once, and five times more as the slowest of them has answered.
      await dashboard.refresh.evaluate((button: HTMLElement) => {
        const press = (): void => {
          for (let i = 0; i < 5; i++) button.click();
        };
        const slowest = document.querySelector<HTMLElement>('[data-provider=stratus]')!;
        let asked = false;
        const observer = new MutationObserver(() => {
          asked ||= slowest.dataset['state'] === 'asking';
          if (!asked || slowest.dataset['state'] === 'asking') return;
          observer.disconnect();
          slowest.dataset['pressed'] = 'again';
          press();
        });
        observer.observe(slowest, { attributeFilter: ['data-state'] });
        press();
      });
      await until('each provider is asked', () => askedSince(stage, before), 10_000);
      await dashboard.page.locator('[data-pressed=again]').waitFor();
      await dashboard.page.waitForTimeout(4000);
      for (const name of providerNames) assert.equal(stage.providers[name].requests, before[name] + 1, name);
    },
  },
  {
    name: 'the slider moves a timer that is pending, by keyboard',
    async run({ dashboard, providers }) {
      await dashboard.slide('cirrus', 'longest');
      await until('it waits for long', async () => ((await dashboard.countdown('cirrus')) ?? 0) > 15);
      const before = providers.cirrus.requests;
      await dashboard.slide('cirrus', 'shortest');
      await until('it is asked', () => providers.cirrus.requests > before, 10_000);
      assert.equal(await dashboard.card('cirrus').locator('[data-interval]').innerText(), '1.0 s');
    },
  },
  {
    name: 'cancel aborts the request under way, and the provider is asked again',
    async run({ dashboard, providers }) {
      const { stratus } = providers;
      stratus.hangs = true;
      await until('it is being asked', async () => (await dashboard.state('stratus')) === 'asking');
      await until('it was asked', () => stratus.requests > 0);
      const aborted = stratus.aborted;
      await dashboard.cancel('stratus');
      await until('the provider sees it', () => stratus.aborted > aborted, 4000);
      assert.equal(await dashboard.failure('stratus'), '');
      await stratus.reset();
      const before = stratus.requests;
      await until('it is asked again', () => stratus.requests > before);
    },
  },
  {
    name: 'what cancel has nothing to do with goes on',
    async run({ dashboard, ...stage }) {
      stage.providers.nimbus.hangs = true;
      await until('it is being asked', async () => (await dashboard.state('nimbus')) === 'asking');
      const before = counts(stage);
      await dashboard.cancel('nimbus');
      await until('the others are asked', () =>
        (['cirrus', 'stratus'] as const).every((name) => stage.providers[name].requests > before[name]),
      );
    },
  },
];
