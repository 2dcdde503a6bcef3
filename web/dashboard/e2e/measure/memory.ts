import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

export interface Memory {
  /** What scripts hold, after a collection. */
  heapMb: number;
  nodes: number;
  /** What the page's process has of the machine, pictures included. */
  residentMb: number;
}

const round = (bytes: number) => Math.round(bytes / 104_857.6) / 10;

/** How much the page holds. */
export async function memory(page: Page): Promise<Memory> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { jsHeapUsedSize, nodes } = await counters();
  await session.detach();
  return { heapMb: round(jsHeapUsedSize), nodes, residentMb: round(await resident(page)) };

  async function counters() {
    await session.send('Performance.enable');
    const { metrics } = await session.send('Performance.getMetrics');
    const value = (name: string) => metrics.find((one) => one.name === name)?.value ?? 0;
    return { jsHeapUsedSize: value('JSHeapUsedSize'), nodes: value('Nodes') };
  }
}

/** The largest renderer's share of the machine's memory. */
async function resident(page: Page): Promise<number> {
  const browser = page.context().browser();
  if (!browser) return 0;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return Math.max(0, ...renderers.map(({ id }) => residentOf(id)));
}

/** Linux says it in pages of 4 KiB. */
function residentOf(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}
