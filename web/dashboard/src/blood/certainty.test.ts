import { expect, test } from 'vitest';
import { probability } from '@/words/numbers';
import { certaintyOf, leadingOf, runnerUp } from './certainty';

test('outside comes before every number', () => {
  expect(certaintyOf({ inside: false, confidence: 0.99 })).toBe('outside');
  expect(leadingOf({ inside: false, label: 'monocyte' })).toBeNull();
  expect(certaintyOf({ inside: true, confidence: 0.52 })).toBe('unsure');
  expect(certaintyOf({ inside: true, confidence: 0.97 })).toBe('sure');
});

test('the second class is the next probable, whatever the order', () => {
  const probabilities = [
    { label: 'a', p: 0.1 },
    { label: 'b', p: 0.52 },
    { label: 'c', p: 0.31 },
  ];
  expect(runnerUp({ label: 'b', probabilities })?.label).toBe('c');
});

test('no number is said more certain than 0.99', () => {
  expect(probability(0.99998)).toBe('0.99');
  expect(probability(0.516)).toBe('0.52');
  expect(probability(0.0004)).toBe('0.00');
});
