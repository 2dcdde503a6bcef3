import { expect, test } from 'vitest';
import type { Label } from '@/api/panels';
import { agreedBy, byDay, hours, matrixOf, predictedByDay, ticksOf } from './figures';

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

test('predictions of a day are of their classes, and those outside are of none', () => {
  const on = (day: string, label: string, predictions: number, outside = 0) => ({
    day,
    label,
    predictions,
    outside,
    panel: 'p',
  });
  const figures = [on('2026-01-02', 'a', 5, 2), on('2026-01-02', 'b', 1), on('2026-01-01', 'a', 3)];
  const days = ['2026-01-01', '2026-01-02', '2026-01-03'];
  expect(predictedByDay(figures, days, ['a', 'b'])).toEqual([
    { day: '2026-01-01', values: [3, 0, 0] },
    { day: '2026-01-02', values: [3, 1, 2] },
    { day: '2026-01-03', values: [0, 0, 0] },
  ]);
});

test('agreement is counted by how it was read, of the model asked for, inside what it knows', () => {
  const read = (way: 'unaided' | 'aided', images: number, agreed: number, more = {}) => ({
    panel: 'p',
    model: 'm',
    inside: true,
    way,
    images,
    agreed,
    ...more,
  });
  const figures = [
    read('unaided', 10, 8),
    read('aided', 4, 4),
    read('aided', 7, 1, { inside: false }),
    read('aided', 9, 9, { model: 'other' }),
    read('unaided', 9, 9, { panel: 'other' }),
  ];
  const { unaided, aided, bulk, outside } = agreedBy(figures, 'p', 'm');
  expect([unaided, aided, bulk, outside]).toEqual([
    { images: 10, agreed: 8 },
    { images: 4, agreed: 4 },
    { images: 0, agreed: 0 },
    7,
  ]);
});
