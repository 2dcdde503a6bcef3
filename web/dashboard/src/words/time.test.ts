import { expect, test } from 'vitest';
import { age, dueIn, when } from './time';

const now = new Date(2026, 10, 23, 9, 30);

test('moments are said as short as they can be', () => {
  expect(when(new Date(2026, 10, 23, 9, 14), now)).toBe('09:14');
  expect(when(new Date(2026, 10, 22, 16, 4), now)).toBe('22 Nov 16:04');
  expect(when(new Date(2025, 0, 2, 16, 4), now)).toBe('2 Jan 2025 16:04');
});

test('what is overdue has a minus sign', () => {
  expect(dueIn(now.getTime() + 42 * 60_000, now.getTime())).toBe('0:42');
  expect(dueIn(now.getTime() - 12 * 60_000, now.getTime())).toBe('−0:12');
  expect(dueIn(now.getTime() + 134 * 60_000, now.getTime())).toBe('2:14');
});

test('an age counts birthdays', () => {
  expect(age('1992-11-23', now)).toBe('34 y');
  expect(age('1992-11-24', now)).toBe('33 y');
  expect(age(null, now)).toBeNull();
});
