import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { until, type Scene, type Test } from './test.js';

/** What axe-core finds wrong, by its rules. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run('smart-poll-panel', {
      resultTypes: ['violations'],
    }),
  );
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary)}`,
  );
}

const cellsOf = async ({ row }: Scene, key: string): Promise<string[]> =>
  row(key).getByRole('gridcell').allInnerTexts();
const sortBy = ({ grid }: Scene, name: string): Promise<void> => grid.getByRole('button', { name }).click();
const button = ({ page }: Scene, name: string) =>
  page.getByRole('region', { name: 'Chosen key' }).getByRole('button', { name });

export const tests: readonly Test[] = [
  {
    name: 'the table tells of each key what it is up to, why, and its last error',
    async run(scene) {
      await until(
        'all keys are there',
        async () => (await scene.keys()).join() === 'beats,fails,hangs,idle,later',
      );
      const sentence = (key: string) => scene.value<string>(`states.explain('${key}').message`);
      assert.deepEqual(
        (await cellsOf(scene, 'idle')).filter((_, i) => i !== 6),
        ['idle', 'idle', '–', '–', '0', '0', await sentence('idle'), ''],
      );
      await until('it has failed', async () => (await cellsOf(scene, 'fails'))[1] === 'waiting');
      const [, state, due, started, runs, failures, , why, error] = await cellsOf(scene, 'fails');
      assert.deepEqual([state, runs, failures, error], ['waiting', '1', '1', 'Error: out of reach']);
      assert.match(due!, /^in (59|60) min$/);
      assert.match(started!, / s ago$/);
      assert.equal(why, await sentence('fails'));
      await until('a run that lasts is told as such', async () =>
        (await cellsOf(scene, 'hangs'))[7]!.includes('has been running since'),
      );
    },
  },
  {
    name: 'it is live: runs are counted, a due counts down, and the bars of runs, turns and failures are drawn',
    async run(scene) {
      const runs = async (): Promise<number> => Number((await cellsOf(scene, 'beats'))[4]);
      const before = await runs();
      await until('it runs', async () => (await runs()) >= before + 2);
      // Nothing happens meanwhile, so each drawing is one for the countdown.
      await scene.value(
        "commands.post((loop) => void (loop.cancel('beats'), loop.schedule('later', 90_000)))",
      );
      const seconds = async (): Promise<number> =>
        Number(/^in (\d+) s$/.exec((await cellsOf(scene, 'later'))[2]!)?.[1]);
      await until('a due in seconds is drawn', async () => (await seconds()) <= 90);
      const first = await seconds();
      await until('it counts down', async () => (await seconds()) <= first - 2);
      await scene.value("commands.post((loop) => loop.schedule('beats', 0))");
      const bars = async (key: string, kind: string): Promise<number> =>
        ((await scene.row(key).locator(`path.${kind}`).getAttribute('d')) ?? '').split('M').length - 1;
      await until('its runs are drawn', async () => (await bars('beats', 'stage')) >= 2);
      await until('its turns are drawn', async () => (await bars('beats', 'turn')) >= 2);
      await scene.value("commands.post((loop) => loop.schedule('fails', 0))");
      await until('a failure is seen', async () => (await bars('fails', 'failed')) === 1);
      assert.equal(await bars('beats', 'failed'), 0);
      await scene.value("commands.post((loop) => void (loop.cancel('hangs'), loop.schedule('hangs', 0)))");
      // Its first run, too, where the panel was there in time to see that begin.
      await until('a run that lasts is seen', async () => (await bars('hangs', 'stage')) >= 1);
      assert.equal(await bars('idle', 'stage'), 0);
      const turns = scene.grid.locator('.top path.turn');
      await until(
        'all turns are drawn',
        async () => ((await turns.getAttribute('d')) ?? '').split('M').length > 2,
      );
    },
  },
  {
    name: 'a turn that hangs is told, and so is what the run has come to',
    async run(scene) {
      const head = scene.panel.locator('header');
      await until('it runs', async () => (await head.innerText()).includes('running'));
      await scene.value('hang.next()');
      await until('the turn is told', async () => /turn: next hang for [1-9]/.test(await head.innerText()));
      await until('it is red, for it lasts', async () => (await head.locator('.error').count()) === 1);
      // The key that beats: its next start, or its value if it was running as the turn began.
      await until('what waits for it', async () => /1 (ready|queued)/.test(await head.innerText()));
      await scene.value('run.unsubscribe()');
      await until('its end', async () => (await head.innerText()).startsWith('idle'));
      await until('why', async () => (await cellsOf(scene, 'idle'))[7]!.endsWith('the loop is not running'));
    },
  },
  {
    name: 'it sorts by each column, up, down, and not at all; what has no value comes last',
    async run(scene) {
      const { grid } = scene;
      const head = grid.getByRole('columnheader', { name: 'Due' });
      // Under the pointer rows keep the order of that moment, when the key that beats may be running, and have no due.
      const others = async () => (await scene.keys()).filter((key) => key !== 'beats');
      await sortBy(scene, 'Due');
      await until('up', async () => (await others()).join() === 'fails,later,hangs,idle');
      await until('it says up', async () => (await head.getAttribute('aria-sort')) === 'ascending');
      await sortBy(scene, 'Due');
      await until('down', async () => (await others()).join() === 'later,fails,hangs,idle');
      await until('it says down', async () => (await head.getAttribute('aria-sort')) === 'descending');
      await sortBy(scene, 'Due');
      await until('not at all', async () => (await scene.keys())[0] === 'beats');
      await until('it says nothing', async () => (await head.getAttribute('aria-sort')) === null);
      await sortBy(scene, 'Failures');
      await sortBy(scene, 'Failures');
      await until('by failures', async () => (await scene.keys())[0] === 'fails');
      await sortBy(scene, 'State');
      await until('by state', async () => (await scene.keys()).at(-1) === 'idle');
    },
  },
  {
    name: 'numbers in keys are sorted as such',
    query: '?keys=12',
    async run(scene) {
      await sortBy(scene, 'Key');
      await sortBy(scene, 'Key');
      await until('down', async () => (await scene.keys())[0] === 'later');
      assert.deepEqual((await scene.keys()).slice(1, 4), ['key 11', 'key 10', 'key 9']);
    },
  },
  {
    name: 'under a pointer rows keep their places, and what is asked for is done at once',
    async run(scene) {
      await scene.row('idle').hover();
      await scene.value("commands.post((loop) => loop.add('new', { project: () => [] }))");
      await scene.page.waitForTimeout(600);
      assert.ok(!(await scene.keys()).includes('new'));
      await scene.page.mouse.move(0, 0);
      await until('it comes', async () => (await scene.keys()).at(-1) === 'new');
      await sortBy(scene, 'Key');
      await sortBy(scene, 'Key');
      await until('it is sorted', async () => (await scene.keys())[0] === 'new');
    },
  },
  {
    name: 'search finds keys, states and errors, and says how many',
    query: '?keys=5000',
    async run(scene) {
      const search = scene.page.getByRole('searchbox', { name: 'Search keys, states and errors' });
      const found = scene.page.getByRole('status');
      await search.fill('KEY 499');
      await until('they are found', async () => (await found.innerText()) === '15 of 5005 keys');
      await until('they are drawn', async () => (await scene.keys())[0] === 'key 499');
      await search.fill('of out reach');
      await until('an error is found', async () => (await scene.keys()).join() === 'fails');
      await search.fill('running');
      await until('a state is found', async () => (await scene.keys()).includes('hangs'));
      await search.fill('nothing such');
      await until('nothing is found', async () => (await scene.keys()).length === 0);
      await search.fill('');
      await until('all are back', async () => (await found.innerText()) === '5005 of 5005 keys');
    },
  },
  {
    name: 'of 5,000 keys only what can be seen is drawn, wherever it is scrolled to',
    query: '?keys=5000',
    async run(scene) {
      const { grid } = scene;
      const rows = (): Promise<number> => grid.locator('.body .row').count();
      await until('all are counted', async () => (await grid.getAttribute('aria-rowcount')) === '5006');
      assert.ok((await rows()) < 20, `${await rows()} rows`);
      await grid.evaluate((it) => (it.scrollTop = it.scrollHeight));
      await until('the last one is there', async () => (await scene.keys()).at(-1) === 'key 4999');
      const last = scene.row('key 4999');
      assert.equal(await last.getAttribute('aria-rowindex'), '5006');
      const [inner, outer] = [await last.boundingBox(), await grid.boundingBox()];
      assert.ok(inner!.y + inner!.height <= outer!.y + outer!.height + 2, 'it should be seen whole');
      assert.ok((await rows()) < 20, `${await rows()} rows`);
      // What is sorted is shown from its beginning.
      await sortBy(scene, 'Key');
      await sortBy(scene, 'Key');
      await until('it is sorted', async () => (await scene.keys())[0] === 'later');
      await grid.evaluate((it) => (it.scrollTop = it.scrollHeight));
      await until('the last one is there', async () => (await scene.keys()).at(-1) === 'beats');
      await sortBy(scene, 'Key');
      await until('the first one is there', async () => (await scene.keys())[0] === 'beats');
      // It does not wait for the next drawing.
      const seen = await scene.value<string[]>(`
        new Promise((resolve) => {
          const grid = panel.shadowRoot.querySelector('.grid');
          const keys = () => [...grid.querySelectorAll('.body .row:not([hidden]) .key')].map((it) => it.textContent);
          grid.addEventListener('scroll', () => resolve(keys()), { once: true });
          grid.scrollTop = grid.scrollHeight;
        })`);
      assert.equal(seen.at(-1), 'key 4999');
    },
  },
  {
    name: 'it observes once a frame at most, and not at all once it is taken out of the page',
    query: '?keys=5000',
    async run(scene) {
      const { frames, observations, changes } = await scene.value<Record<string, number>>(`
        new Promise((resolve) => {
          let frames = 0, changes = 0;
          const watching = states.changes$.subscribe(() => changes++);
          const before = observed.length;
          const frame = () => {
            for (let i = 0; i < 100; i++) commands.post((loop) => loop.schedule('key ' + i, 1e6 + i));
            if (++frames < 60) requestAnimationFrame(frame);
            else { watching.unsubscribe(); resolve({ frames, changes, observations: observed.length - before }); }
          };
          requestAnimationFrame(frame);
        })`);
      assert.ok(changes! >= 6000, `${changes} changes`);
      assert.ok(observations! > 0 && observations! <= frames!, `${observations} in ${frames} frames`);
      assert.equal(await scene.value('listeners()'), 1);
      await scene.value('panel.remove()');
      assert.equal(await scene.value('listeners()'), 0);
      const count = await scene.value<number>('observed.length');
      await scene.page.waitForTimeout(600);
      assert.equal(await scene.value('observed.length'), count);
      await scene.value('document.body.append(panel)');
      await until('it goes on', async () => (await scene.value<number>('observed.length')) > count);
      assert.equal(await scene.value('listeners()'), 1);
    },
  },
  {
    name: 'all can be done by keyboard',
    query: '?keys=100&early',
    async run(scene) {
      const { page, grid } = scene;
      const chosen = (): Promise<string> => grid.locator('[aria-selected=true] .key').innerText();
      await page.keyboard.press('Tab');
      assert.equal(await page.evaluate(() => document.activeElement!.localName), 'smart-poll-panel');
      await page.keyboard.press('Tab');
      await until('the first key is chosen', async () => (await chosen()) === 'beats');
      await page.keyboard.press('ArrowDown');
      await until('the next one is chosen', async () => (await chosen()) === 'fails');
      const active = await grid.getAttribute('aria-activedescendant');
      assert.equal(await grid.locator(`#${active} .key`).innerText(), 'fails');
      await page.keyboard.press('End');
      await until('the last one is chosen', async () => (await chosen()) === 'key 99');
      await page.keyboard.press('PageUp');
      await until(
        'one of a page before is chosen',
        async () => /^key [89]\d$/.test(await chosen()) && (await chosen()) !== 'key 99',
      );
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowUp');
      await until('the first one is chosen again', async () => (await chosen()) === 'beats');
      for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
      await until('it is told', async () =>
        (await page.getByRole('region', { name: 'Chosen key' }).innerText()).startsWith('idle'),
      );
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await until('it was refreshed', async () => (await scene.value("states.get('idle').runs")) === 1);
      await grid.getByRole('button', { name: 'Due' }).press('Enter');
      const head = grid.getByRole('columnheader', { name: 'Due' });
      await until('it is sorted', async () => (await head.getAttribute('aria-sort')) === 'ascending');
    },
  },
  {
    name: 'buttons refresh, hold, release and cancel the chosen key, and are there with commands alone',
    async run(scene) {
      await scene.row('idle').click();
      await until('it is chosen', () => scene.page.getByRole('region', { name: 'Chosen key' }).isVisible());
      assert.equal(await button(scene, 'Refresh').count(), 0);
      await scene.value('panel.commands = commands');
      await button(scene, 'Hold').click();
      await until('it is held', async () => (await cellsOf(scene, 'idle'))[1] === 'held');
      await button(scene, 'Refresh').click();
      await until('it says why', async () =>
        (await cellsOf(scene, 'idle'))[7]!.includes('is held until it is released'),
      );
      assert.equal(await scene.value("states.get('idle').runs"), 0);
      await button(scene, 'Release').click();
      await until('it runs', async () => (await scene.value("states.get('idle').runs")) === 1);
      await until('its end is drawn', () => button(scene, 'Cancel').isDisabled());
      await scene.row('hangs').click();
      await button(scene, 'Cancel').click();
      await until('it was cancelled', async () => (await cellsOf(scene, 'hangs'))[1] === 'idle');
      // One that is removed meanwhile does not end the run.
      await scene.row('later').click();
      await until('it is chosen', async () => (await button(scene, 'Refresh').count()) === 1);
      await scene.value(`
        commands.post((loop) => loop.remove('later'));
        panel.shadowRoot.querySelector('section button').click();`);
      assert.equal(await scene.value('states.snapshot().status'), 'running');
      await until('its details go', async () => (await button(scene, 'Refresh').count()) === 0);
    },
  },
  {
    name: 'another loop may be shown, and none',
    async run(scene) {
      await scene.value("panel.loop = new states.constructor(['other'])");
      await until('it is shown', async () => (await scene.keys()).join() === 'other');
      assert.equal(await scene.value('listeners()'), 0);
    },
  },
  ...(['light', 'dark'] as const).map((colorScheme): Test => ({
    name: `axe finds nothing wrong, ${colorScheme}`,
    query: '?keys=100&early',
    context: { colorScheme, bypassCSP: true },
    async run(scene) {
      await scene.row('fails').click();
      await scene.value('hang.next()');
      await scene.page.waitForTimeout(1500);
      await sortBy(scene, 'State');
      assert.deepEqual(await violations(scene.page), []);
    },
  })),
  {
    name: 'it fits a phone of 390 px, for fingers and for axe',
    example: true,
    context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, bypassCSP: true },
    async run(scene) {
      const { page } = scene;
      await scene.row('GOOG').tap();
      await button(scene, 'Refresh').waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
      assert.equal(await scene.grid.evaluate((it) => it.scrollWidth - it.clientWidth), 0);
      for (const it of await page.getByRole('button').all()) {
        const box = await it.boundingBox();
        if (box) assert.ok(box.height >= 36, 'buttons are high enough for a finger');
      }
      assert.ok(await scene.row('GOOG').locator('svg').isVisible());
      assert.deepEqual(await violations(page), []);
    },
  },
  {
    name: 'light and dark follow the reader, the page, and its own variables',
    async run({ page, panel }) {
      const colour = (): Promise<string> => panel.evaluate((it) => getComputedStyle(it).backgroundColor);
      await page.emulateMedia({ colorScheme: 'light' });
      const light = await colour();
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await colour();
      assert.notEqual(dark, light);
      await panel.evaluate((it) => it.style.setProperty('color-scheme', 'light'));
      assert.equal(await colour(), light);
      await panel.evaluate((it) => it.style.setProperty('--smart-poll-background', 'rgb(1, 2, 3)'));
      assert.equal(await colour(), 'rgb(1, 2, 3)');
    },
  },
  {
    name: 'the example runs, under a strict content security policy',
    example: true,
    async run(scene) {
      await until('all keys run', async () => Number((await cellsOf(scene, 'MSFT'))[4]) > 2);
      assert.equal((await scene.keys())[0], 'AAPL');
    },
  },
  {
    name: 'performanceTracks draws runs and turns into a trace',
    async run({ page, browser, value }) {
      await browser.startTracing(page, { categories: ['devtools.timeline'] });
      const runs = (key: string): Promise<number> => value(`states.get('${key}').runs`);
      const before = await runs('beats');
      await until('it runs', async () => (await runs('beats')) >= before + 3);
      await value("commands.post((loop) => void loop.cancel('hangs'))");
      await value("commands.post((loop) => loop.schedule('fails', 0))");
      await until('it has failed again', () => value("states.get('fails').failures >= 2"));
      // A failure is drawn as its run ends, after a turn; turns that come later say that it was.
      const then = await runs('beats');
      await until('other turns follow', async () => (await runs('beats')) >= then + 2);
      const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
        traceEvents: { name: string; args: { data?: Record<string, unknown> } }[];
      };
      const drawn = traceEvents.filter(({ name }) => name === 'TimeStamp').map(({ args }) => args.data!);
      const named = (name: string, track: string) =>
        drawn.filter((it) => it['name'] === name && it['track'] === track && it['trackGroup'] === 'prices');
      const drawnRuns = named('first stage', 'beats');
      assert.ok(drawnRuns.length >= 2, JSON.stringify(drawn.slice(0, 5)));
      for (const { start, end, color } of drawnRuns) {
        const took = Number(end) - Number(start);
        // In microseconds of the trace's clock: a timer of 100 ms.
        assert.ok(took > 99_000 && took < 10_000_000 && color === 'primary', JSON.stringify(drawnRuns));
      }
      assert.ok(named('next beats', 'turns').length >= 2);
      assert.equal(named('next commands', 'turns').length, 2);
      assert.deepEqual(
        named('cancelled', 'hangs').map(({ color }) => color),
        ['secondary-light'],
      );
      assert.deepEqual(
        named('failed', 'fails').map(({ color }) => color),
        ['error'],
      );
    },
  },
];
