import { expect, test } from 'vitest';
import { measuredBy } from './measured';

const one = (by: string, name: string, value: number, unit: string | null = null) => ({
  function: by,
  version: '1',
  name,
  value,
  unit,
  at: '2026-11-23T08:00:00Z',
});

test('figures stand under the function that found them, in its order', () => {
  const all = [
    one('compression', 'jpeg_quality', 85),
    one('compression', 'bits_per_pixel', 1.831_25, 'bit/px'),
    one('focus', 'sharpness', 0.5),
  ];
  expect(measuredBy(all).map(({ by, figures }) => [by, figures])).toEqual([
    [
      'compression 1',
      [
        ['Jpeg quality', '85'],
        ['Bits per pixel', '1.8313 bit/px'],
      ],
    ],
    ['focus 1', [['Sharpness', '0.5']]],
  ]);
  expect(measuredBy([])).toEqual([]);
});

test('no figure is rounded to nothing', () => {
  const figure = (value: number) => measuredBy([one('f', 'm', value)])[0]?.figures[0]?.[1];
  expect(figure(1e-9)).toBe('1.000e-9');
  expect(figure(-2.5e20)).toBe('-2.500e+20');
  expect(figure(0)).toBe('0');
  expect(figure(12_345.678_9)).toBe('12,345.6789');
});
