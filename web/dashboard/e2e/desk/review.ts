import type { Page } from 'playwright-core';

/** The image whose pixels are on the stage. */
export function shownImage(page: Page): Promise<string | null> {
  return page.locator('[data-shown]').first().getAttribute('data-shown', { timeout: 30_000 });
}

/** Waits for an image other than this one; the one that then is shown. */
export async function nextShown(page: Page, after: string | null): Promise<string> {
  await page.waitForFunction(
    (before) => {
      const shown = document.querySelector('[data-shown]')?.getAttribute('data-shown');
      return shown && shown !== before;
    },
    after,
    { polling: 'raf' },
  );
  return (await shownImage(page)) ?? '';
}
