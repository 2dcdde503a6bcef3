import { expect, test } from 'vitest';
import { asked, casesSearch, isFiltered } from './search';

test('what is scanned to register is no filter', () => {
  const search = casesSearch({ register: 2601197 });
  expect(search.register).toBe('2601197');
  expect(isFiltered(search)).toBe(false);
  expect(asked(search)).toEqual({ sort: '-received_at' });
});

test('odd values are left out', () => {
  const search = casesSearch({ status: 'lost', sort: 'stain', critical: 'yes', panel: 'A B' });
  expect(isFiltered(search)).toBe(false);
  expect(casesSearch({ overdue: false }).overdue).toBe(false);
});

test('a day of the station is from midnight to midnight', () => {
  const { received_after, received_before } = asked(casesSearch({ received: '2026-11-23' }));
  const from = new Date(received_after ?? '');
  const to = new Date(received_before ?? '');
  expect([from.getHours(), to.getHours()]).toEqual([0, 0]);
  expect([from.getDate(), to.getDate()]).toEqual([23, 24]);
  expect(casesSearch({ received: '2026-13-01' }).received).toBeUndefined();
});
