import { useEffect, useRef } from 'react';

interface SmallPictureProps {
  url: string;
  /** In the page's pixels. */
  width: number;
  height: number;
  className: string;
}

/**
 * A picture that covers a small place. It holds no more than it shows: of an `<img>` the browser keeps
 * all that it decoded, also of the hundreds that are out of sight by then.
 */
export function SmallPicture({ url, width, height, className }: SmallPictureProps) {
  const place = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const stop = new AbortController();
    // One that does not come leaves its place empty.
    read(url, stop.signal).then(
      (bitmap) => {
        if (place.current) cover(place.current, bitmap);
        bitmap.close();
      },
      () => undefined,
    );
    return () => stop.abort();
  }, [url]);
  const scale = window.devicePixelRatio;
  return (
    <canvas
      ref={place}
      width={width * scale}
      height={height * scale}
      className={className}
      style={{ width, height }}
    />
  );
}

async function read(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return createImageBitmap(await answer.blob());
}

function cover(canvas: HTMLCanvasElement, bitmap: ImageBitmap): void {
  const scale = Math.max(canvas.width / bitmap.width, canvas.height / bitmap.height);
  const [width, height] = [canvas.width / scale, canvas.height / scale];
  const [left, top] = [(bitmap.width - width) / 2, (bitmap.height - height) / 2];
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'medium';
  context?.drawImage(bitmap, left, top, width, height, 0, 0, canvas.width, canvas.height);
}
