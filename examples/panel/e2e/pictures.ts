import type { Browser, BrowserContextOptions } from 'playwright-core';

const PICTURES: Readonly<Record<string, BrowserContextOptions>> = {
  'panel-desktop': { viewport: { width: 1280, height: 760 }, colorScheme: 'light' },
  'panel-dark': { viewport: { width: 1280, height: 760 }, colorScheme: 'dark' },
  'panel-phone': {
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
    hasTouch: true,
    isMobile: true,
  },
};

/** Takes the pictures of the documentation, each after half a minute. */
export async function takePictures(browser: Browser, url: string): Promise<void> {
  const take = async (name: string, options: BrowserContextOptions): Promise<void> => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await page.goto(url);
    await page.waitForTimeout(31_000);
    await page.getByRole('gridcell', { name: 'GOOG', exact: true }).click();
    await page.mouse.move(0, 0);
    await page.waitForTimeout(500);
    await page.screenshot({ path: `docs/pictures/${name}.png` });
    await context.close();
  };
  await Promise.all(Object.entries(PICTURES).map(([name, options]) => take(name, options)));
}
