import { expect, test } from 'vitest';
import { partsFitting, pyramidOf } from './tiles';

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

test('ahead are read the parts of the levels up to the one that fills the screen', () => {
  const parts = partsFitting(pyramidOf(field), { width: 1000, height: 700 });
  expect(parts.map((url) => url.split('/').slice(-2).join('/'))).toEqual([
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
  const small = partsFitting(pyramidOf(field), { width: 300, height: 400 });
  expect(small).toHaveLength(1);
});
