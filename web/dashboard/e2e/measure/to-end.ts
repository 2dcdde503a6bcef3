import type { Page } from 'playwright-core';
import { knowGaps } from './scroll.ts';

export interface Ended {
  /** The last row that was drawn, counted from one. */
  reached: number;
  seconds: number;
  frames: number;
  /** Frames in which a row's height or more of the list was empty. */
  blankFrames: number;
  /** Frames that took longer than 50 ms. */
  longFrames: number;
}

const last = '[role=grid] [role=row]:last-child';

/** Presses End until the last row of a list of so many is drawn, or none has come for a while. */
export async function toEnd(page: Page, total: number): Promise<Ended> {
  await knowGaps(page);
  await page.evaluate(watch);
  await page.getByRole('row').nth(1).focus();
  const begun = Date.now();
  let [reached, still] = [0, 0];
  while (reached < total && still < 100) {
    await page.keyboard.press('End');
    await page.waitForTimeout(50);
    const now = Number(await page.locator(last).last().getAttribute('aria-rowindex')) - 1;
    still = now === reached ? still + 1 : 0;
    reached = now;
  }
  const seconds = (Date.now() - begun) / 1000;
  return { reached, seconds, ...(await page.evaluate(() => window.seen)) };
}

declare global {
  interface Window {
    seen: Omit<Ended, 'reached' | 'seconds'>;
  }
}

/** Looks at every frame from now on. */
function watch(): void {
  const list = document.querySelector<HTMLElement>('[data-scroller]');
  if (!list) throw new Error('there is no list');
  const seen = { frames: 0, blankFrames: 0, longFrames: 0 };
  window.seen = seen;
  let before = performance.now();
  const look = (now: number) => {
    seen.frames++;
    if (now - before > 50) seen.longFrames++;
    if (window.gapIn(list) > 30) seen.blankFrames++;
    before = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
