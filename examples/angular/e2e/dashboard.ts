import type { Locator, Page } from 'playwright-core';
import { providerNames, type ProviderName } from '../../weather/providers.js';

/** The page with the weather, as a test reads and uses it. */
export class Dashboard {
  readonly refresh: Locator;
  readonly panel: Locator;
  readonly news: Locator;

  constructor(readonly page: Page) {
    this.refresh = page.getByRole('button', { name: 'Refresh now' });
    this.panel = page.getByRole('region', { name: 'Control loop' }).locator('smart-poll-panel');
    this.news = page.locator('p[role=status]');
  }

  card(name: ProviderName): Locator {
    return this.page.locator(`[data-provider=${name}]`);
  }

  async temperature(name: ProviderName): Promise<string> {
    return (await this.card(name).locator('[data-temperature]').innerText()).trim();
  }

  async state(name: ProviderName): Promise<string | null> {
    return this.card(name).getAttribute('data-state');
  }

  /** Why it failed last; empty where it did not. */
  async failure(name: ProviderName): Promise<string> {
    return (await this.card(name).locator('[data-failure]').allInnerTexts()).join('').trim();
  }

  /** When it is asked, in words. */
  async next(name: ProviderName): Promise<string> {
    return (await this.card(name).locator('[data-countdown]').innerText()).trim();
  }

  /** Seconds until it is asked; `undefined` where none are shown. */
  async countdown(name: ProviderName): Promise<number | undefined> {
    const seconds = /^in ([\d.]+) s$/.exec(await this.next(name))?.[1];
    return seconds === undefined ? undefined : Number(seconds);
  }

  cancel(name: ProviderName): Promise<void> {
    return this.card(name).getByRole('button').click();
  }

  /** Moves the slider to one of its ends, by keyboard. */
  async slide(name: ProviderName, end: 'shortest' | 'longest'): Promise<void> {
    await this.card(name)
      .getByRole('slider')
      .press(end === 'shortest' ? 'Home' : 'End');
  }

  async slideAll(end: 'shortest' | 'longest'): Promise<void> {
    for (const name of providerNames) await this.slide(name, end);
  }

  /** Whether the browser has taken over from the server. */
  async isLive(): Promise<boolean> {
    return (await this.panel.getByRole('grid').count()) > 0;
  }
}
