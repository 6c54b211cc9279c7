import type { Scene, Test } from '../test.js';
import { quiet } from '../counts.js';
import { until } from '../until.js';

/** Leaves while stratus is being asked: it sees the request go, and nobody is asked any more. */
async function leaves({ dashboard, ...stage }: Scene, leave: () => Promise<unknown>): Promise<void> {
  const { stratus } = stage.providers;
  const before = stratus.requests;
  stratus.hangs = true;
  await until('stratus is being asked', async () => (await dashboard.state('stratus')) === 'asking');
  await until('stratus got the request', () => stratus.requests > before);
  const aborted = stratus.aborted;
  await leave();
  // Sooner than the request would be given up.
  await until('stratus sees the request go', () => stratus.aborted > aborted, 4000);
  await quiet(stage);
}

export const leaving: readonly Test[] = [
  {
    name: 'another page of the application aborts what is in flight and ends the loop; coming back starts one',
    async run(scene) {
      const { page } = scene.dashboard;
      await leaves(scene, () => page.getByRole('link', { name: 'About', exact: true }).click());
      await scene.providers.stratus.reset();
      await page.getByRole('link', { name: 'Back to the weather' }).click();
      await until('it is back', async () => /^\d/.test(await scene.dashboard.temperature('stratus')));
    },
  },
  {
    name: 'leaving the page aborts what is in flight',
    run: (scene) => leaves(scene, () => scene.dashboard.page.goto('about:blank')),
  },
];
