import assert from 'node:assert/strict';
import { counts } from '../counts.js';
import type { Test } from '../test.js';
import { until } from '../until.js';

export const failures: readonly Test[] = [
  {
    name: 'a provider that is killed shows its error while the others go on, and recovers',
    breaks: true,
    async run({ dashboard, ...stage }) {
      await stage.providers.nimbus.kill();
      await until('it fails', async () => (await dashboard.failure('nimbus')).includes('out of reach'));
      const before = counts(stage);
      const shown = await dashboard.temperature('cirrus');
      await until('the others are asked', () =>
        (['cirrus', 'stratus'] as const).every((name) => stage.providers[name].requests > before[name] + 1),
      );
      assert.notEqual(await dashboard.temperature('cirrus'), shown);
      await until('it fails again', async () => (await dashboard.failure('nimbus')).includes('in a row'));
      assert.match(await dashboard.news.innerText(), /^Failing: nimbus/);
      await stage.providers.nimbus.start();
      await until('it recovers', async () => (await dashboard.failure('nimbus')) === '');
      await until('all is told to be well', async () => /^All/.test(await dashboard.news.innerText()));
    },
  },
  {
    name: 'a provider that answers with 500 is asked again later, and no reading is lost',
    breaks: true,
    async run({ dashboard, providers }) {
      providers.cirrus.broken = 2;
      await until('it fails', async () => (await dashboard.failure('cirrus')).includes('answered 500'));
      assert.match(await dashboard.temperature('cirrus'), /^\d+\.\d/);
      await until('it recovers', async () => (await dashboard.failure('cirrus')) === '');
    },
  },
];
