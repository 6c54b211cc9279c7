import assert from 'node:assert/strict';
import { providerNames } from '../../../weather/providers.js';
import { askedSince, counts, quiet } from '../counts.js';
import { setHidden } from '../set-hidden.js';
import type { Scene, Test } from '../test.js';
import { until } from '../until.js';

/**
 * With all intervals at their shortest, nobody is asked between `stop` and `go`, and all are after it. Meanwhile each card
 * says `next` of that.
 */
async function pauses(
  { dashboard, ...stage }: Scene,
  stop: () => Promise<unknown>,
  go: () => Promise<unknown>,
  next?: string,
): Promise<void> {
  const saidNext = (): Promise<string[]> => Promise.all(providerNames.map((name) => dashboard.next(name)));
  await dashboard.slideAll('shortest');
  const before = counts(stage);
  await until('all are asked at their shortest', () => askedSince(stage, before, 2));
  await stop();
  await dashboard.page.waitForTimeout(1500); // what is under way is answered
  // Requests that fail for want of a network are seen in the page alone.
  const said = await dashboard.page.locator('.said').allInnerTexts();
  if (next) assert.deepEqual(await saidNext(), [next, next, next]);
  await quiet(stage);
  if (next) assert.deepEqual(await saidNext(), [next, next, next]);
  assert.deepEqual(await dashboard.page.locator('.said').allInnerTexts(), said);
  const paused = counts(stage);
  await go();
  await until('all are asked again', () => askedSince(stage, paused));
  await until('all cards count down', async () =>
    (await saidNext()).every((text) => /^(now|in .* s)$/.test(text)),
  );
}

export const pausing: readonly Test[] = [
  {
    name: 'hiding the tab stops requests, and showing it resumes',
    run: (scene) =>
      pauses(
        scene,
        () => setHidden(scene.dashboard.page, true),
        () => setHidden(scene.dashboard.page, false),
      ),
  },
  {
    name: 'being offline stops requests, and coming back resumes',
    async run(scene) {
      const { page, news } = scene.dashboard;
      await pauses(
        scene,
        async () => {
          await page.context().setOffline(true);
          await until('it is told', async () => (await news.innerText()).startsWith('Offline'));
        },
        () => page.context().setOffline(false),
        'once the network is back',
      );
    },
    breaks: true,
  },
  {
    name: 'pause stops requests, and resume goes on',
    async run(scene) {
      const { page, news } = scene.dashboard;
      await pauses(
        scene,
        async () => {
          await page.getByRole('button', { name: 'Pause' }).click();
          await until('it is told', async () => (await news.innerText()).startsWith('Paused'));
        },
        () => page.getByRole('button', { name: 'Resume' }).click(),
        'once resumed',
      );
    },
  },
];
