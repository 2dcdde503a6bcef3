import { expect, test } from 'vitest';
import { toReach, written } from './position';

test('reads ask for one’s own writes, the latest of them, and not for ever', () => {
  expect(toReach(0)).toBeNull();
  written('12', 1_000);
  written('9', 1_100);
  expect(toReach(2_000)).toBe('12');
  written(null, 2_000);
  written('not a position', 2_000);
  expect(toReach(2_000)).toBe('12');
  expect(toReach(60_000)).toBeNull();
});
