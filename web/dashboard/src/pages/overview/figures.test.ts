import { expect, test } from 'vitest';
import type { Label } from '@/api/panels';
import { byDay, hours, matrixOf, ticksOf } from './figures';

const day = (day: string, panel: string, uploads: number) => ({
  day,
  panel,
  uploads,
  predictions: 0,
  verdicts: 1,
  amendments: 0,
});
const label = (id: string, retired = false): Label => ({
  id,
  name: id,
  code: id.toUpperCase(),
  critical: false,
  retired,
});
const said = (predicted: string, verdict: string, images: number, model = 'm') => ({
  panel: 'cells',
  model,
  predicted,
  verdict,
  images,
});

test('days without work are days too', () => {
  const days = [day('2026-11-23', 'cells', 2), day('2026-11-21', 'fields', 5)];
  const all = byDay(days, 3, '2026-11-23', undefined);
  expect(all.map((one) => [one.day, one.uploads])).toEqual([
    ['2026-11-21', 5],
    ['2026-11-22', 0],
    ['2026-11-23', 2],
  ]);
  expect(byDay(days, 3, '2026-11-23', 'cells').map((one) => one.uploads)).toEqual([0, 0, 2]);
});

test('readers are rows, models columns, and abstentions are counted apart', () => {
  const labels = [label('neu'), label('lym'), label('old', true)];
  const agreement = [
    said('neu', 'neu', 8),
    said('lym', 'neu', 2),
    said('lym', 'uncertain', 3),
    said('neu', 'lym', 50, 'another'),
  ];
  const matrix = matrixOf(agreement, labels, 'cells', 'm');
  expect(matrix.counts).toEqual([
    [8, 2],
    [0, 0],
  ]);
  expect(matrix).toMatchObject({ total: 10, agreed: 8, abstained: 3 });
});

test('an axis has at most four steps from zero', () => {
  expect(ticksOf(0)).toEqual([0]);
  expect(ticksOf(2)).toEqual([0, 1, 2]);
  expect(ticksOf(264)).toEqual([0, 100, 200]);
  for (const most of [1, 3, 7, 48, 501, 9_999]) expect(ticksOf(most).length).toBeLessThanOrEqual(4);
});

test('durations are hours and minutes', () => {
  expect(hours(4080)).toBe('1:08');
  expect(hours(64_352)).toBe('17:53');
});
