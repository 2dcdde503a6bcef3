import OpenSeadragon from 'openseadragon';
import { picture } from './ahead';
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
      picture(job.src).then(
        (image) => job.finish(image, null, 'image'),
        () => job.fail('The picture did not come.', null),
      );
    },
    downloadTileAbort: () => {},
  };
  return Object.assign(source, loader);
}
