import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';

export type Test = (site: Site) => Promise<void>;

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 860 } };
export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};

/** The site in one test: opens pages of it, and notes what they complain about and what they load. */
export class Site {
  private readonly contexts: BrowserContext[] = [];
  private readonly complaints: string[] = [];

  constructor(
    private readonly browser: Browser,
    readonly url: string,
  ) {}

  /** Opens a page of it, in a window of its own. */
  async open(path: string, options: BrowserContextOptions = DESKTOP): Promise<Page> {
    const context = await this.browser.newContext({ timezoneId: 'UTC', reducedMotion: 'reduce', ...options });
    context.setDefaultTimeout(15_000);
    this.contexts.push(context);
    const page = await context.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('request', (request) => {
      const address = request.url();
      if (!address.startsWith(this.url) && !/^(data|blob|about):/.test(address))
        this.complaints.push(`loads ${address}`);
    });
    await page.goto(new URL(path, this.url).href);
    return page;
  }

  /** What a test provoked is no complaint. */
  forget(pattern: RegExp): void {
    const others = this.complaints.filter((text) => !pattern.test(text));
    this.complaints.splice(0, this.complaints.length, ...others);
  }

  expectQuiet(): void {
    assert.deepEqual(this.complaints, []);
  }

  async close(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

/** Fails with what axe finds. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const results = await (globalThis as any).axe.run(document, { resultTypes: ['violations'] });
    return results.violations.flatMap(({ id, nodes }: any) =>
      nodes.map(({ target, failureSummary }: any) => `${id}: ${target}: ${failureSummary}`),
    );
  });
  assert.deepEqual(violations, [], page.url());
}

/** Fails where a page is wider than its window. */
export async function expectNarrow(page: Page): Promise<void> {
  // Not `innerWidth`: on a phone that grows with the page.
  const inner = page.viewportSize()!.width;
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert(width <= inner, `${page.url()} is ${width} px wide in a window of ${inner}`);
}
