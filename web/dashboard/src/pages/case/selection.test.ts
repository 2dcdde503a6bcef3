import { expect, test } from 'vitest';
import { extended, NONE, only, these, toggled, within } from './selection';

const order = ['a', 'b', 'c', 'd'];
const of = (selection: { ids: ReadonlySet<string> }) => [...selection.ids];

test('a cell is chosen and let go', () => {
  const one = toggled(NONE, 'b');
  expect(of(one)).toEqual(['b']);
  expect(of(toggled(one, 'b'))).toEqual([]);
});

test('a range is drawn from where it began, either way', () => {
  expect(of(extended(only('b'), 'd', order))).toEqual(['b', 'c', 'd']);
  expect(of(extended(extended(only('c'), 'd', order), 'a', order))).toEqual(['a', 'b', 'c']);
  expect(of(extended(NONE, 'c', order))).toEqual(['c']);
});

test('what is gone is no longer chosen', () => {
  const chosen = these(['a', 'd']);
  expect(within(chosen, order)).toBe(chosen);
  expect(within(chosen, ['d'])).toEqual({ ids: new Set(['d']), anchor: null });
});
