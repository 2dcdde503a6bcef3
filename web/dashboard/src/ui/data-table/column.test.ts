import { expect, test } from 'vitest';
import { nextSort } from './column';

test('a header sorts up, down, then not', () => {
  expect(nextSort(undefined, 'due_at')).toBe('due_at');
  expect(nextSort('due_at', 'due_at')).toBe('-due_at');
  expect(nextSort('-due_at', 'due_at')).toBeUndefined();
  expect(nextSort('priority', 'due_at')).toBe('due_at');
});
