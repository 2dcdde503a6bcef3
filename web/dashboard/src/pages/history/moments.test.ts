import { expect, test } from 'vitest';
import { indexAt, nearest, placesOf, stepped } from './moments';
import { historySearch } from './search';

const moments = [
  { position: 4, at: '2026-11-23T08:00:00Z' },
  { position: 9, at: '2026-11-23T08:00:01Z' },
  { position: 10, at: '2026-11-23T08:00:01Z' },
  { position: 20, at: '2026-11-23T11:00:00Z' },
];

test('what counts at a position is everything up to it', () => {
  expect(indexAt(moments, undefined)).toBe(3);
  expect(indexAt(moments, 15)).toBe(2);
  expect(indexAt(moments, 3)).toBe(-1);
});

test('steps go event by event, end at the first, and come back to now', () => {
  expect(stepped(moments, undefined, -1)).toBe(20);
  expect(stepped(moments, 20, -1)).toBe(10);
  expect(stepped(moments, 4, -1)).toBe(4);
  expect(stepped(moments, 10, 1)).toBe(20);
  expect(stepped(moments, 20, 1)).toBeUndefined();
  expect(stepped(moments, undefined, 1)).toBeUndefined();
});

test('places rise, and a long pause does not crowd the rest', () => {
  const places = placesOf(moments, Date.parse('2026-11-24T11:00:00Z'));
  expect(places[0]).toBe(0);
  expect(places.every((place, index) => place >= (places[index - 1] ?? 0))).toBe(true);
  expect((places[2] ?? 0) - (places[0] ?? 0)).toBeGreaterThan(0.05);
});

test('the nearest event is found, and now at the end', () => {
  expect(nearest([0, 0.2, 0.5], 0.3)).toBe(1);
  expect(nearest([0, 0.2, 0.5], 0.99)).toBeNull();
  expect(nearest([], 0.5)).toBeNull();
});

test('the address says up to which event', () => {
  expect(historySearch({ as_of: '48' })).toMatchObject({ as_of: 48 });
  expect(historySearch({ as_of: 'yesterday' }).as_of).toBeUndefined();
  expect(historySearch({}).as_of).toBeUndefined();
});
