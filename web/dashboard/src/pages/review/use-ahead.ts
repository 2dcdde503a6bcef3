import { useEffect } from 'react';
import { type Image, imageQuery } from '@/api/images';
import { queries } from '@/api/queries';
import { forgetAll, readAhead } from './viewer/ahead';
import { partsFitting, pyramidOf } from './viewer/tiles';

/** In the order in which they are likely to be wanted. */
const STEPS = [1, -1, 2, 3, -2];

/** Reads and decodes the images before and after this one, once it is on screen itself. */
export function useAhead(items: readonly Image[], id: string, shown: boolean): void {
  const at = items.findIndex((one) => one.id === id);
  const near = STEPS.map((step) => items[at + step]).filter((one) => one !== undefined);
  const urls = near.flatMap((one) => partsFitting(pyramidOf(one), screenSize()));
  const wanted = shown && at >= 0 ? urls.join(' ') : '';
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    void readAhead(wanted.split(' '), stop.signal);
    return () => stop.abort();
  }, [wanted]);
  const next = items[at + 1]?.id;
  useEffect(() => {
    if (shown && next) void queries.prefetchQuery(imageQuery(next));
  }, [shown, next]);
  useEffect(() => forgetAll, []);
}

const screenSize = () => ({
  width: window.innerWidth * window.devicePixelRatio * 0.75,
  height: window.innerHeight * window.devicePixelRatio * 0.75,
});
