import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { encode, isRunnable } from '../build/pages.mjs';
import { list } from '../playground/examples/list.js';
import { expectAccessible, type Test } from './site.js';

/** Goes to an example or to code, and waits for what it did. */
async function run(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), `${hash}`);
  await done(page);
}

/** Waits until what was changed has run. */
async function done(page: Page): Promise<void> {
  await page.waitForTimeout(50);
  await page.waitForSelector('.right[aria-busy=false]');
}

const program = (code: string, seconds = 30) => `code=${encode(code)}&seconds=${seconds}`;
const picture = (page: Page) => page.locator('.timeline svg').first().innerHTML();
const outputOf = (page: Page) => page.locator('.output li .text').allInnerTexts();
const failureOf = (page: Page) => page.locator('.failure').innerText();

/** The blocks of the guides that run, with what they print. */
function blocks(): { name: string; code: string; text: string }[] {
  const folder = 'docs/guides';
  return readdirSync(folder).flatMap((file) =>
    [
      ...readFileSync(`${folder}/${file}`, 'utf8').matchAll(
        /^```ts\n(.*?)^```$(?:\s*^```text\n(.*?)^```$)?/gms,
      ),
    ]
      .map(([, code = '', text = '']) => ({ name: file, code, text }))
      .filter(({ code }) => isRunnable(code)),
  );
}

export const playground: Record<string, Test> = {
  'every example runs': async (site) => {
    const page = await site.open('playground');
    await done(page);
    for (const { name, title, guide } of list) {
      await run(page, name);
      assert.equal(await page.locator('.failure').count(), 0, name);
      assert.equal(await page.locator('select').first().locator('option:checked').innerText(), title);
      assert(await page.locator(`a[href="/guides/${guide}.html"]`).count(), `${name} should link its guide`);
      assert(
        (await page.locator('.timeline path.stage, .timeline path.turn').count()) > 0,
        `${name} should draw something`,
      );
    }
  },

  'every example of the guides prints there what the guide says': async (site) => {
    const page = await site.open('playground');
    await done(page);
    const all = blocks();
    assert(all.length > 30, `${all.length} examples`);
    for (const { name, code, text } of all) {
      await run(page, program(code.replace(/^.*\n/, ''), 100_000));
      const printed = (await outputOf(page)).flatMap((line) => line.split('\n'));
      const expected = text.trimEnd().split('\n');
      const loose = (lines: string[]) => lines.join('\n').replace(/\s+/g, ' ');
      assert.equal(loose(printed).slice(0, loose(expected).length), loose(expected), `${name}:\n${code}`);
    }
  },

  'an edit changes the picture, and so does a slider': async (site) => {
    const page = await site.open('playground#two-services');
    await page.waitForSelector('.timeline svg');
    await done(page);
    const before = await picture(page);
    await page.getByLabel('price pace').focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
    await done(page);
    const slid = await picture(page);
    assert.notEqual(slid, before);
    assert.match(await page.locator('.cm-content').innerText(), /const pricePace = (?!2000;)\d+;/);

    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(
      "smartPoll({ tasks: { more: { startDue: 0, repeatDue: 700, project: () => ask('more') } } }).subscribe();",
    );
    await done(page);
    assert.equal(await page.locator('.timeline').count(), 2, 'a loop more');
  },

  'what explain says follows the pointer': async (site) => {
    const page = await site.open('playground#two-services');
    await page.waitForSelector('.cursor', { state: 'attached' });
    const box = (await page.locator('.timeline').boundingBox())!;
    const said = new Set<string>();
    for (const part of [0.3, 0.5, 0.7]) {
      await page.mouse.move(box.x + part * box.width, box.y + 60);
      const moment = await page.locator('.moment').innerText();
      said.add(`${moment}: ${await page.locator('.explained').innerText()}`);
    }
    assert.equal(said.size, 3);
    // The pointer is where the axis says it is.
    const label = page.locator('.timeline text.axis', { hasText: /^20s$/ });
    const { x, width } = (await label.boundingBox())!;
    await page.mouse.move(x + width / 2, box.y + 60);
    const moment = Number(/Moment: ([\d.]+) s/.exec(await page.locator('.moment').innerText())![1]);
    assert(Math.abs(moment - 20) < 0.1, `${moment}`);
    // Its line ends above the times, and crosses no legend.
    const [line, times] = [(await page.locator('.cursor').boundingBox())!, (await label.boundingBox())!];
    assert(line.height > 50 && line.y + line.height <= times.y + 1, JSON.stringify([line, times]));
  },

  'an error of syntax says its line, and leaves the picture': async (site) => {
    const page = await site.open('playground#two-services');
    await done(page);
    const before = await picture(page);
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type('const = 1;\n');
    await done(page);
    assert.match(await failureOf(page), /^Line 1: SyntaxError: /);
    assert.equal(await picture(page), before);
    assert.equal(await page.locator('.before').innerText(), 'Before the mistake:');
    await expectAccessible(page);
    // What was loaded stays, however often somebody undoes.
    for (let i = 0; i < 5; i++) await page.keyboard.press('Control+z');
    await done(page);
    assert.equal(await picture(page), before);
    assert.equal((await page.locator('.failure').count()) + (await page.locator('.before').count()), 0);
  },

  'what was typed is there after a reload, and says that it was changed': async (site) => {
    const page = await site.open('playground#two-services');
    await done(page);
    const choice = page.locator('select').first().locator('option:checked');
    assert.doesNotMatch(await choice.innerText(), /changed/);
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.insertText('// mine\n');
    await done(page);
    assert.match(await choice.innerText(), /^Two services.* \(changed\)$/);
    await page.reload();
    await done(page);
    assert.match(await page.locator('.cm-content').innerText(), /^\/\/ mine/);
    await run(page, 'back-off');
    assert.doesNotMatch(await page.locator('.cm-content').innerText(), /mine/);
  },

  'what the code throws is said, with its line': async (site) => {
    const page = await site.open('playground');
    await run(page, program('const a = 1;\nthrow new Error(`broken ${a}`);'));
    assert.equal(await failureOf(page), 'Line 2: Error: broken 1');
    await run(
      page,
      program("import { smartPoll } from 'rxjs-smartpoll';\n\nsmartPoll({ task: {} } as any);"),
    );
    assert.match(await failureOf(page), /^Line 3: TypeError: smartPoll: /);
    await run(page, program("import fs from 'fs';\nfs.readFileSync('x');"));
    assert.match(await failureOf(page), /^.*The playground has no package fs, only rxjs, /);
    await run(page, program("setTimeout(() => {\n  throw new Error('late');\n}, 500);"));
    assert.equal(await failureOf(page), 'Line 2: Error: late');
    await run(page, program("Promise.reject(new Error('nobody cares'));"));
    assert.equal(await failureOf(page), 'Line 1: Error: nobody cares');
  },

  'an endless loop is stopped, and the page lives on': async (site) => {
    const page = await site.open('playground');
    await run(page, program('for (;;);'));
    assert.match(await failureOf(page), /^Stopped: /);
    await run(page, program('const again = () => Promise.resolve().then(again);\nagain();'));
    assert.match(await failureOf(page), /^Stopped: /);
    await run(page, program('const again = () => setTimeout(again, 0);\nagain();'));
    assert.match(await failureOf(page), /^Too much is happening: /);
    await run(page, 'two-services');
    assert.equal(await page.locator('.failure').count(), 0);
    await page.waitForSelector('.timeline path.stage');
  },

  'a link carries the code, and a damaged one says so': async (site) => {
    const page = await site.open('playground#two-services');
    await done(page);
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Home');
    await page.keyboard.type("console.log('shared: ü & <b>');\n");
    await done(page);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText(/^The link is /).waitFor();
    const address = page.url();
    const other = await site.open(address);
    await done(other);
    assert((await outputOf(other)).includes('shared: ü & <b>'));
    assert.equal(await picture(other), await picture(page));

    const damaged = await site.open('playground#code=damaged');
    await damaged.getByText(/^The link is damaged/).waitFor();
    await damaged.waitForSelector('.timeline svg');
  },

  'code from a link reaches neither the network nor the page': async (site) => {
    const page = await site.open('playground');
    // At once, since a run that is over takes no answer any more.
    const attempts = [
      `const request = new XMLHttpRequest(); request.open('GET', '${site.url}', false); request.send(); console.log('reached');`,
      `(globalThis as any).importScripts('${site.url}playground-worker.js'); console.log('reached');`,
      `indexedDB.open('x'); console.log('reached');`,
      `if (origin !== 'null') console.log('reached');`,
      `postMessage({ lines: [{ time: 0, text: '<img src=x onerror=alert(1)>' }], loops: [{ events: [{ time: '"><img src=x onerror=alert(1)>', type: 'pause' }, { time: 0, type: 'ready', key: '<img src=x>' }], explained: [] }], end: 1000, isOver: false });`,
    ];
    for (const attempt of attempts) {
      await run(page, program(attempt));
      assert(!(await outputOf(page)).includes('reached'), attempt);
      assert.equal(await page.locator('.right img').count(), 0, attempt);
    }
    site.forget(/Content Security Policy|ERR_/);
  },
};
