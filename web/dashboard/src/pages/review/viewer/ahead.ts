/**
 * Pictures read and decoded before they are wanted, so that the next image is there at once.
 *
 * They are kept as bitmaps, which are let go when we say so: what `<img>` elements decode stays with
 * the browser long after they are gone.
 */
const MOST_PIXELS = 40_000_000;
/** Some images' worth of parts. */
const MOST = 128;
/** Fewer than a browser asks for at once, so that what is wanted now does not wait. */
const AT_ONCE = 3;

type Coming = Promise<ImageBitmap>;
const kept = new Map<string, Coming>();
const decoded = new Map<string, ImageBitmap>();

/** A decoded picture; of those read ahead, at once. It is to be drawn when it comes, not kept. */
export function picture(url: string): Coming {
  const found = kept.get(url);
  if (found) {
    // The latest asked for is let go last.
    kept.delete(url);
    kept.set(url, found);
    return found;
  }
  const coming = decode(url);
  kept.set(url, coming);
  coming.then(
    (bitmap) => {
      if (kept.get(url) !== coming) return letGo(bitmap);
      decoded.set(url, bitmap);
      trim(url);
    },
    () => kept.delete(url),
  );
  return coming;
}

/** The picture when it is decoded already. */
export const pictureNow = (url: string): ImageBitmap | undefined => decoded.get(url);

async function decode(url: string): Promise<ImageBitmap> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return createImageBitmap(await answer.blob());
}

function trim(latest: string): void {
  let pixels = 0;
  for (const { width, height } of decoded.values()) pixels += width * height;
  for (const url of [...kept.keys()]) {
    const bitmap = decoded.get(url);
    if (pixels <= MOST_PIXELS && kept.size <= MOST) return;
    if (!bitmap || url === latest) continue;
    pixels -= bitmap.width * bitmap.height;
    forget(url);
  }
}

function forget(url: string): void {
  const bitmap = decoded.get(url);
  kept.delete(url);
  decoded.delete(url);
  if (bitmap) letGo(bitmap);
}

/** Only after those who wait for it have drawn it. */
const letGo = (bitmap: ImageBitmap) => void setTimeout(() => bitmap.close());

/** Reads pictures in order, as many as are kept; what fails is asked for again when it is wanted. */
export async function readAhead(urls: readonly string[], stopped: AbortSignal): Promise<void> {
  let pixels = 0;
  for (let from = 0; from < urls.length; from += AT_ONCE) {
    if (stopped.aborted || pixels > MOST_PIXELS / 2) return;
    const few = urls.slice(from, from + AT_ONCE);
    const read = await Promise.allSettled(few.map(picture));
    for (const one of read)
      if (one.status === 'fulfilled') pixels += one.value.width * one.value.height;
  }
}

/** What was read ahead belongs to the person who looked; it goes with the page. */
export function forgetAll(): void {
  for (const url of [...kept.keys()]) forget(url);
}
