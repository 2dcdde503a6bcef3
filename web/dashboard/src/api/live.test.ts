import { expect, test } from 'vitest';
import { type Change, outdated } from './live';

const change = (more: Partial<Change>): Change => ({
  at: '2026-01-01T00:00:00Z',
  position: 1,
  stream: 'image-1',
  type: 'image.verdict-given',
  ...more,
});

test('what a change names is out of date, each once', () => {
  const keys = outdated([
    change({ image_id: 'i', case_id: 'c' }),
    change({ image_id: 'i', case_id: 'c', position: 2 }),
  ]);
  expect(keys).toEqual([
    ['images', 'one', 'i'],
    ['images', 'history', 'i'],
    ['cases', 'one', 'c'],
    ['cases', 'history', 'c'],
    ['stats'],
  ]);
});

test('streams of the laboratory stand for their lists', () => {
  expect(outdated([change({ stream: 'model-abc' })])).toContainEqual(['models']);
  expect(outdated([])).toEqual([]);
});
