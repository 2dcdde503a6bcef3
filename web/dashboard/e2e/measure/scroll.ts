import type { Page } from 'playwright-core';

export interface Scrolled {
  frames: number;
  /** Frames in which a row's height or more of the list was empty. */
  blankFrames: number;
  rows: number;
}

/** Scrolls a list to its end, a page a frame, and looks in each frame whether rows cover it. */
export async function scrolled(
  page: Page,
  scroller: string,
  framesAtMost: number,
): Promise<Scrolled> {
  await knowGaps(page);
  return page.evaluate(
    async ([selector, most]) => {
      const list = document.querySelector<HTMLElement>(selector);
      if (!list) throw new Error(`there is no ${selector}`);
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const seen = new Set<string>();
      let [frames, blankFrames] = [0, 0];
      // At the end more may come; the list has ended when nothing has come for a while.
      for (let still = 0; frames < most && still < 6; frames++) {
        const last = list.scrollTop;
        list.scrollTop += list.clientHeight * 0.8;
        await frame();
        await frame();
        if (window.gapIn(list) > 30) blankFrames++;
        for (const row of list.querySelectorAll('[role=row]'))
          seen.add(row.getAttribute('aria-rowindex') ?? '');
        still = list.scrollTop === last ? still + 1 : 0;
        if (still > 0) await new Promise((resolve) => setTimeout(resolve, 500));
      }
      return { frames, blankFrames, rows: seen.size };
    },
    [scroller, framesAtMost] as const,
  );
}

declare global {
  interface Window {
    /** The tallest part of what is in view that no row covers. */
    gapIn: (list: HTMLElement) => number;
  }
}

/** Teaches a page to tell how much of a list is empty. */
export function knowGaps(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.gapIn = (list) => {
      const view = list.getBoundingClientRect();
      const rows = [...list.querySelectorAll('[role=row]')].map((row) =>
        row.getBoundingClientRect(),
      );
      const sorted = rows.filter(({ height }) => height > 0).sort((a, b) => a.top - b.top);
      let [reached, widest] = [view.top + 40, 0];
      for (const { top, bottom } of sorted) {
        widest = Math.max(widest, Math.min(top, view.bottom) - reached);
        reached = Math.max(reached, bottom);
      }
      const ends = list.scrollHeight - list.scrollTop - list.clientHeight < 40;
      return ends ? widest : Math.max(widest, view.bottom - reached);
    };
  });
}
