import type { Page } from 'playwright-core';

/** Waits until nothing has been asked of the server for a moment, and pictures are shown. */
export async function quiet(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const all = [...document.images];
      return all.every((image) => image.complete || image.loading === 'lazy');
    },
    undefined,
    { timeout: 20_000 },
  );
  let last = -1;
  for (let tries = 0; tries < 40; tries++) {
    const asked = await page.evaluate(() => performance.getEntriesByType('resource').length);
    if (asked === last) return;
    last = asked;
    await page.waitForTimeout(300);
  }
}
