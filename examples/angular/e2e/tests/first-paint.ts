import assert from 'node:assert/strict';
import { providerNames } from '../../../weather/providers.js';
import { askedSince, counts } from '../counts.js';
import type { Test } from '../test.js';
import { until } from '../until.js';

export const firstPaint: readonly Test[] = [
  {
    name: 'the first paint carries what the server found out, also without JavaScript',
    context: { javaScriptEnabled: false },
    async run({ dashboard, providers }) {
      for (const name of providerNames) assert.match(await dashboard.temperature(name), /^\d+\.\d\s*°C$/);
      assert.match(await dashboard.page.locator('[data-aggregate]').innerText(), /^\d+\.\d\s*°C$/);
      assert.equal(providers.cirrus.aborted, 0);
    },
  },
  {
    name: 'the first paint carries the others where one provider is gone',
    context: { javaScriptEnabled: false },
    before: ({ providers }) => providers.nimbus.kill(),
    async run({ dashboard }) {
      assert.equal(await dashboard.failure('nimbus'), '! out of reach');
      assert.match(await dashboard.temperature('nimbus'), /^–/);
      for (const name of ['cirrus', 'stratus'] as const)
        assert.match(await dashboard.temperature(name), /^\d+\.\d\s*°C$/);
    },
  },
  {
    name: 'a page that was rendered polls no further, and publishes nothing',
    context: { javaScriptEnabled: false },
    async run({ dashboard, sink, ...stage }) {
      const [before, published] = [counts({ sink, ...stage }), sink.count];
      await dashboard.page.waitForTimeout(6000);
      assert.deepEqual(counts({ sink, ...stage }), before);
      assert.equal(sink.count, published);
    },
  },
  {
    name: 'the browser goes on with what the server handed over',
    async run({ dashboard }) {
      const html = await (await dashboard.page.request.get(dashboard.page.url())).text();
      assert.match(html, /"weather":\{"stations":\{"cirrus":\{"reading"/);
      for (const name of providerNames) assert.doesNotMatch(await dashboard.temperature(name), /–/);
    },
  },
  {
    name: 'values move, and what changed is published',
    async run({ dashboard, ...stage }) {
      const before = counts(stage);
      const [shown, published] = [await dashboard.temperature('cirrus'), stage.sink.count];
      for (const name of providerNames) {
        const first = await dashboard.temperature(name);
        await until(`${name} moves`, async () => (await dashboard.temperature(name)) !== first);
      }
      assert.notEqual(await dashboard.temperature('cirrus'), shown);
      await until('all are asked again', () => askedSince(stage, before, 2));
      await until('it is published', () => stage.sink.count > published);
    },
  },
];
