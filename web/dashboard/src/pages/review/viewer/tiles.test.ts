import { expect, test } from 'vitest';
import { fitting, partsAt, pyramidOf } from './tiles';

const field = {
  id: 'f',
  width: 1280,
  height: 960,
  format: 'jpeg',
  renditions: {
    thumbnail: { width: 256, height: 192 },
    preview: { width: 1024, height: 768 },
    tiles: { tile_size: 512, max_level: 11 },
  },
};

test('a field begins at the level that is one tile and ends at full size', () => {
  const { minLevel, maxLevel, tileSize, urlOf } = pyramidOf(field);
  expect([minLevel, maxLevel, tileSize]).toEqual([9, 11, 512]);
  expect(urlOf(11, 2, 1)).toBe('/api/v1/images/f/tiles/11/2_1');
});

test('a cell is one part, its original; one that browsers do not draw is its preview', () => {
  const cell = { ...field, id: 'c', width: 240, height: 240, renditions: null };
  expect(pyramidOf(cell).urlOf(0, 0, 0)).toBe('/api/v1/images/c/content');
  expect(pyramidOf({ ...cell, format: 'tiff' }).urlOf(0, 0, 0)).toBe('/api/v1/images/c/preview');
});

test('an image is drawn from the levels up to the one that is sharp at its scale', () => {
  const sharp = partsAt(pyramidOf(field), 0.7);
  expect(sharp.map(({ url }) => url.split('/').slice(-2).join('/'))).toEqual([
    '9/0_0',
    '10/0_0',
    '10/1_0',
    '11/0_0',
    '11/1_0',
    '11/2_0',
    '11/0_1',
    '11/1_1',
    '11/2_1',
  ]);
  expect(sharp.at(-1)).toMatchObject({ left: 0.8, width: 0.2 });
  expect(partsAt(pyramidOf(field), 0.4)).toHaveLength(3);
  expect(partsAt(pyramidOf(field), 0.01)).toHaveLength(1);
});

test('an image that lies on its side is fitted by its other length', () => {
  const stage = { width: 1000, height: 480 };
  expect(fitting(field, stage, 0)).toBe(0.5);
  expect(fitting(field, stage, 180)).toBe(0.5);
  expect(fitting(field, stage, 270)).toBe(0.375);
});
