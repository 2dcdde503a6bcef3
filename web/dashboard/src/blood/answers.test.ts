import { expect, test } from 'vitest';
import { alike } from './answers';

const answers = [
  { from: 0, to: 0.5, images: 0, right: 0 },
  { from: 0.5, to: 0.8, images: 100, right: 71 },
  { from: 0.8, to: 1, images: 900, right: 890 },
];

test('an answer is told by those that were as sure', () => {
  expect(alike(answers, 0.52)?.right).toBe(71);
  expect(alike(answers, 0.8)?.right).toBe(890);
  expect(alike(answers, 1)?.right).toBe(890);
});

test('nothing is told where nothing was counted', () => {
  expect(alike(answers, 0.3)).toBeUndefined();
  expect(alike(null, 0.9)).toBeUndefined();
});
