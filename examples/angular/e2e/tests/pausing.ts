import assert from 'node:assert/strict';
import { askedSince, counts, quiet } from '../counts.js';
import { setHidden } from '../set-hidden.js';
import type { Scene, Test } from '../test.js';
import { until } from '../until.js';

/** With all intervals at their shortest, nobody is asked between `stop` and `go`, and all are after it. */
async function pauses(
  { dashboard, ...stage }: Scene,
  stop: () => Promise<unknown>,
  go: () => Promise<unknown>,
): Promise<void> {
  await dashboard.slideAll('shortest');
  const before = counts(stage);
  await until('all are asked at their shortest', () => askedSince(stage, before, 2));
  await stop();
  await dashboard.page.waitForTimeout(1500); // what is under way is answered
  // Requests that fail for want of a network are seen in the page alone.
  const said = await dashboard.page.locator('.said').allInnerTexts();
  await quiet(stage);
  assert.deepEqual(await dashboard.page.locator('.said').allInnerTexts(), said);
  const paused = counts(stage);
  await go();
  await until('all are asked again', () => askedSince(stage, paused));
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
      );
    },
  },
];
