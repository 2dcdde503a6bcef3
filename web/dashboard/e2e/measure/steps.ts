import type { Page } from 'playwright-core';
import { nextShown, shownImage } from '../desk/review.ts';

/** Milliseconds from the key to the frame that shows the next image, for each of some steps. */
export async function steps(page: Page, count: number): Promise<number[]> {
  await page.evaluate(() => {
    const times: number[] = [];
    const watched = 'times' in window;
    Object.assign(window, { times });
    if (watched) return;
    const kept = () => (window as unknown as { times: number[] }).times;
    let pressed = 0;
    let before: string | null = null;
    const shown = () => document.querySelector('[data-shown]')?.getAttribute('data-shown') ?? null;
    addEventListener(
      'keydown',
      () => {
        pressed = performance.now();
        before = shown();
      },
      { capture: true },
    );
    new MutationObserver(() => {
      const now = shown();
      if (!pressed || !now || now === before) return;
      const since = pressed;
      pressed = 0;
      requestAnimationFrame(() => kept().push(performance.now() - since));
    }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ['data-shown'] });
  });
  for (let step = 0; step < count; step++) {
    const before = await shownImage(page);
    await page.keyboard.press('j');
    await nextShown(page, before);
    // Nobody looks at an image for less.
    await page.waitForTimeout(250);
  }
  return page.evaluate(() => (window as unknown as { times: number[] }).times);
}

/** The value that this share of them does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1);
  return Math.round((sorted[at] ?? Number.NaN) * 10) / 10;
}
