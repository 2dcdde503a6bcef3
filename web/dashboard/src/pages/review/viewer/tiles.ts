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

/** The parts that are on screen when the whole image is fitted into this many pixels, coarse ones first. */
export function partsFitting(pyramid: Pyramid, screen: { width: number; height: number }) {
  const urls: string[] = [];
  for (let level = pyramid.minLevel; level <= pyramid.maxLevel; level++) {
    const width = halved(pyramid.width, pyramid.maxLevel - level);
    const height = halved(pyramid.height, pyramid.maxLevel - level);
    for (let y = 0; y * pyramid.tileSize < height; y++)
      for (let x = 0; x * pyramid.tileSize < width; x++) urls.push(pyramid.urlOf(level, x, y));
    if (width >= screen.width || height >= screen.height) break;
  }
  return urls;
}
