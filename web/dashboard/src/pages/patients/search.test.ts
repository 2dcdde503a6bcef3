import { expect, test } from 'vitest';
import { patientsSearch } from './search';

test('only fields that the list sorts by are taken', () => {
  expect(patientsSearch({ sort: '-name' }).sort).toBe('-name');
  expect(patientsSearch({ sort: 'notes' }).sort).toBeUndefined();
});

test('a number that is searched for stays one of letters', () => {
  expect(patientsSearch({ q: 431 }).q).toBe('431');
  expect(patientsSearch({ q: '' }).q).toBeUndefined();
});
