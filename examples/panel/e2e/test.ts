import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

/** A page with the panel in it, as a test reads and uses it. */
export interface Scene {
  readonly page: Page;
  readonly browser: Browser;
  readonly panel: Locator;
  readonly grid: Locator;
  /** The row of a key. */
  row(key: string): Locator;
  /** The names of the keys that are drawn. */
  keys(): Promise<string[]>;
  /** The value of an expression in the page, where `states`, `commands`, `panel` and so on are. */
  value<T>(expression: string): Promise<T>;
}

/** A test in a browser. */
export interface Test {
  readonly name: string;
  /** What follows the address of the page; by default the scene of the tests is there, else the example. */
  readonly query?: string;
  readonly example?: boolean;
  readonly context?: BrowserContextOptions;
  readonly run: (scene: Scene) => Promise<void>;
}

/** Waits until something holds; rejects with what did not. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}
