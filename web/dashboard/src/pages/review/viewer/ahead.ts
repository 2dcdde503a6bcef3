/** Pictures read and decoded before they are wanted, so that the next image is there at once. */
const MOST_PIXELS = 48_000_000;

type Decoded = Promise<HTMLImageElement>;
const kept = new Map<string, Decoded>();
const sizes = new Map<string, number>();

/** A decoded picture; of those read ahead, at once. */
export function picture(url: string): Decoded {
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
    ({ naturalWidth, naturalHeight }) => {
      sizes.set(url, naturalWidth * naturalHeight);
      trim();
    },
    () => kept.delete(url),
  );
  return coming;
}

async function decode(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

function trim(): void {
  let pixels = 0;
  for (const size of sizes.values()) pixels += size;
  for (const url of [...kept.keys()]) {
    if (pixels <= MOST_PIXELS) return;
    pixels -= sizes.get(url) ?? 0;
    sizes.delete(url);
    kept.delete(url);
  }
}

/** Reads pictures one after the other; what fails is asked for again when it is wanted. */
export async function readAhead(urls: readonly string[], stopped: AbortSignal): Promise<void> {
  for (const url of urls) {
    if (stopped.aborted) return;
    await picture(url).catch(() => undefined);
  }
}

/** What was read ahead belongs to the person who looked; it goes with the page. */
export function forgetAll(): void {
  kept.clear();
  sizes.clear();
}
