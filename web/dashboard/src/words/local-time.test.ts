import { expect, test } from 'vitest';
import { fromLocal, toLocal } from './local-time';

test('a moment goes into a field and comes out the same, to the minute', () => {
  expect(fromLocal(toLocal('2026-11-22T16:04:37Z'))).toBe('2026-11-22T16:04:00.000Z');
});

test('nothing stays nothing', () => {
  expect(toLocal(null)).toBe('');
  expect(fromLocal('')).toBeUndefined();
  expect(fromLocal('soon')).toBeUndefined();
});
