import { expect, test } from 'vitest';
import { differing, touched } from './differences';

test('only what was touched is sent, and what was emptied is cleared', () => {
  const seen = { number: '0431', name: 'Ada', notes: 'Trait', sex: '' };
  expect(touched(seen, { ...seen, name: 'Ada B.', notes: '' })).toEqual({
    name: 'Ada B.',
    notes: null,
  });
  expect(touched(seen, { ...seen })).toEqual({});
});

test('nothing and an empty text are the same', () => {
  expect(differing<{ sex?: string }>({ sex: undefined }, { sex: '' })).toEqual([]);
});
