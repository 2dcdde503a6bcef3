import type { Page } from 'playwright-core';

export interface Scrolled {
  frames: number;
  /** Frames in which a row's height or more of the list was empty. */
  blankFrames: number;
  rows: number;
}

/** Scrolls a list to its end, a page a frame, and looks in each frame whether rows cover it. */
export function scrolled(page: Page, scroller: string, framesAtMost: number): Promise<Scrolled> {
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
        if (gap(list) > 30) blankFrames++;
        for (const row of list.querySelectorAll('[role=row]'))
          seen.add(row.getAttribute('aria-rowindex') ?? '');
        still = list.scrollTop === last ? still + 1 : 0;
        if (still > 0) await new Promise((resolve) => setTimeout(resolve, 500));
      }
      return { frames, blankFrames, rows: seen.size };

      /** The tallest part of what is in view that no row covers. */
      function gap(of: HTMLElement): number {
        const view = of.getBoundingClientRect();
        const rows = [...of.querySelectorAll('[role=row]')].map((row) =>
          row.getBoundingClientRect(),
        );
        const sorted = rows.filter(({ height }) => height > 0).sort((a, b) => a.top - b.top);
        let [reached, widest] = [view.top + 40, 0];
        for (const { top, bottom } of sorted) {
          widest = Math.max(widest, Math.min(top, view.bottom) - reached);
          reached = Math.max(reached, bottom);
        }
        const ends = of.scrollHeight - of.scrollTop - of.clientHeight < 40;
        return ends ? widest : Math.max(widest, view.bottom - reached);
      }
    },
    [scroller, framesAtMost] as const,
  );
}
