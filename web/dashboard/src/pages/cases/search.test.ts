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
