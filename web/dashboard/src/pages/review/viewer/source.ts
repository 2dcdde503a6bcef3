import OpenSeadragon from 'openseadragon';
import { picture, pictureNow } from './ahead';
import type { Pyramid } from './tiles';

interface Job {
  src: string;
  finish: (data: unknown, request: unknown, type: string) => void;
  fail: (message: string, request: unknown) => void;
}

/** An image's parts as the viewer asks for them, out of what was read ahead. */
export function sourceOf(pyramid: Pyramid): OpenSeadragon.TileSource {
  const { width, height, tileSize, minLevel, maxLevel, urlOf } = pyramid;
  const source = new OpenSeadragon.TileSource({
    width,
    height,
    tileSize,
    tileOverlap: 0,
    minLevel,
    maxLevel,
  });
  const loader = {
    getTileUrl: urlOf,
    hasTransparency: () => false,
    downloadTileStart: (job: Job) => {
      const finish = (bitmap: ImageBitmap) => job.finish(copyOf(bitmap), null, 'context2d');
      const now = pictureNow(job.src);
      // In the same turn, so that the next frame has it.
      if (now) finish(now);
      else picture(job.src).then(finish, () => job.fail('The picture did not come.', null));
    },
    downloadTileAbort: () => {},
  };
  return Object.assign(source, loader);
}

/** The viewer draws from canvases, and frees those that it was given. */
function copyOf(bitmap: ImageBitmap): CanvasRenderingContext2D | null {
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.drawImage(bitmap, 0, 0);
  return context;
}
