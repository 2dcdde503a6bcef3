import { expect, test } from 'vitest';
import { placeOf } from './places';

test('a page belongs to the place whose address it begins with', () => {
  expect(placeOf('/patients')?.path).toBe('/patients');
  expect(placeOf('/patients/7')?.path).toBe('/patients');
  expect(placeOf('/patientsleaving')).toBeUndefined();
});

test('a history is open to every role: it belongs to no place', () => {
  expect(placeOf('/patients/7/history')).toBeUndefined();
  expect(placeOf('/cases/7/history')).toBeUndefined();
});
