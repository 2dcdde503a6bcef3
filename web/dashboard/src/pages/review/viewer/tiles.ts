import type { Image } from '@/api/images';
import { contentOf, previewOf, tileOf } from '@/api/pictures';

/** How an image is cut for deep zoom, or that it is shown whole. */
export interface Pyramid {
  width: number;
  height: number;
  tileSize: number;
  minLevel: number;
  maxLevel: number;
  urlOf: (level: number, x: number, y: number) => string;
}

type Shown = Pick<Image, 'id' | 'width' | 'height' | 'format' | 'renditions'>;

/** Encodings that every browser draws; others are shown from their preview. */
const DRAWN = ['jpeg', 'png', 'webp', 'bmp'];
/** Above this an original is not worth waiting for before its tiles are there. */
const WHOLE_PX = 1600;

const halved = (length: number, times: number) => Math.ceil(length / 2 ** times);

/** Where the parts of an image come from. Small images have no tiles: they are one part. */
export function pyramidOf(image: Shown): Pyramid {
  const tiles = image.renditions?.tiles;
  if (!tiles) return whole(image);
  const { max_level: maxLevel, tile_size: tileSize } = tiles;
  const longest = Math.max(image.width, image.height);
  // Levels of a single tile smaller than this one show nothing that it does not.
  const levelsAbove = Math.max(0, Math.ceil(Math.log2(longest / tileSize)));
  return {
    width: image.width,
    height: image.height,
    tileSize,
    minLevel: maxLevel - levelsAbove,
    maxLevel,
    urlOf: (level, x, y) => tileOf(image.id, level, x, y),
  };
}

function whole(image: Shown): Pyramid {
  const small = Math.max(image.width, image.height) <= WHOLE_PX;
  const original = DRAWN.includes(image.format) && (small || !image.renditions);
  const url = original ? contentOf(image.id) : previewOf(image.id);
  const { width, height } = image;
  return {
    width,
    height,
    tileSize: Math.max(width, height),
    minLevel: 0,
    maxLevel: 0,
    urlOf: () => url,
  };
}

/** A part of an image and where it is, as shares of the image's width and height. */
export interface Part {
  url: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The viewer draws no level that is more than twice as large as what is shown of it. */
const LEAST_RATIO = 0.5;

/** The parts that a whole image is drawn from at a scale, in screen pixels for each of its own; coarse ones first. */
export function partsAt(pyramid: Pyramid, scale: number): Part[] {
  const parts: Part[] = [];
  const { tileSize, maxLevel, minLevel, urlOf } = pyramid;
  for (let level = minLevel; level <= maxLevel; level++) {
    if (level > minLevel && scale * 2 ** (maxLevel - level) < LEAST_RATIO) break;
    const width = halved(pyramid.width, maxLevel - level);
    const height = halved(pyramid.height, maxLevel - level);
    for (let y = 0; y * tileSize < height; y++)
      for (let x = 0; x * tileSize < width; x++)
        parts.push({
          url: urlOf(level, x, y),
          left: (x * tileSize) / width,
          top: (y * tileSize) / height,
          width: Math.min(tileSize, width - x * tileSize) / width,
          height: Math.min(tileSize, height - y * tileSize) / height,
        });
  }
  return parts;
}

interface Size {
  width: number;
  height: number;
}

/** The scale at which a whole image, turned by degrees, fits into a screen. */
export function fitting(image: Size, screen: Size, degrees: number): number {
  const onItsSide = (degrees / 90) % 2 !== 0;
  const [width, height] = onItsSide ? [image.height, image.width] : [image.width, image.height];
  return Math.min(screen.width / width, screen.height / height);
}
