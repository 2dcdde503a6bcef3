import { flushSync } from 'react-dom';
import { createStore } from '@/store';

/** Whether a sheet is being printed: it stands on the page only then. */
export const printing = createStore(false);

const set = (on: boolean) => flushSync(() => printing.set(on));

/** Hears when the browser prints by itself. Returns how to stop. */
export function hearPrinting(): () => void {
  const stop = new AbortController();
  addEventListener('beforeprint', () => set(true), { signal: stop.signal });
  addEventListener('afterprint', () => set(false), { signal: stop.signal });
  return () => stop.abort();
}

/** Prints the page's sheet once all of its pictures are there; one that cannot be had leaves its place empty. */
export async function printSheet(): Promise<void> {
  set(true);
  const pictures = document.querySelectorAll<HTMLImageElement>('[data-sheet] img');
  await Promise.allSettled([...pictures].map((picture) => picture.decode()));
  window.print();
}
