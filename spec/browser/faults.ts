import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scene } from './scene.js';

/** What happens to the tab that polls, and what has to follow. */
export interface Fault {
  readonly name: string;
  /** Whether each tab has a window of its own, so that all are visible; else one is. */
  readonly inWindows: boolean;
  /** Does it once; returns how many milliseconds it took until another tab polled. */
  readonly run: (scene: Scene) => Promise<number>;
}

/** The tab that polls goes, and a new one takes its place: a late one. */
async function replaced(
  scene: Scene,
  go: (poller: Awaited<ReturnType<Scene['poller']>>) => unknown,
): Promise<number> {
  const poller = await scene.poller();
  const took = await scene.takeover(poller, () => go(poller));
  scene.forget(poller);
  await scene.open();
  await scene.poller();
  await scene.sameValues();
  return took;
}

export const faults: readonly Fault[] = [
  {
    name: 'closing the tab that polls',
    inWindows: true,
    run: (scene) => replaced(scene, ({ tab }) => tab.close()),
  },
  {
    name: 'a crash of the tab that polls',
    inWindows: true,
    run: (scene) => replaced(scene, ({ tab }) => tab.crash()),
  },
  {
    name: 'leaving the page that polls',
    inWindows: true,
    run: (scene) =>
      replaced(scene, async ({ tab }) => {
        await tab.navigate('about:blank');
      }),
  },
  {
    name: 'another tab is shown, and the one that polled is frozen',
    inWindows: false,
    async run(scene) {
      const poller = await scene.poller();
      const next = scene.tabs.find((it) => it !== poller)!;
      const took = await scene.takeover(poller, () => next.tab.show());
      await poller.tab.setFrozen(true);
      // Its timers show that it is frozen in fact; in a hidden tab they run once a second.
      const beats = await poller.tab.evaluate('beats');
      await scene.quiet(1500, poller.name);
      assert.equal(await poller.tab.evaluate('beats'), beats, 'it should be frozen');
      assert.equal(await scene.poller(), next);
      await poller.tab.setFrozen(false);
      await delay(50);
      await scene.sameValues();
      return took;
    },
  },
  {
    name: 'all tabs are hidden, and one comes back',
    inWindows: false,
    async run(scene) {
      const poller = await scene.poller();
      const other = await scene.openOther();
      await delay(50); // A request may be under way.
      await scene.quiet(200);
      const next = scene.tabs.find((it) => it !== poller)!;
      const took = await scene.takeover(poller, () => next.tab.show());
      await other.close();
      await next.tab.show(); // The browser chose a neighbour of the one that was closed.
      await scene.poller();
      await scene.sameValues();
      return took;
    },
  },
];
