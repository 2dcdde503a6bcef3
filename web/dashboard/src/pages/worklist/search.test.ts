import { expect, test } from 'vitest';
import { asked, isFiltered, startOfToday, worklistSearch } from './search';

const NOW = Date.parse('2026-11-23T12:00:00Z');

test('the address says what is known, and nothing else', () => {
  const known = { tab: 'read', panel: 'blood-cell', age: 'h4', critical: true };
  expect(worklistSearch(known)).toEqual(known);
  const odd = { tab: 'open', panel: 'x y', predicted: 7, age: 'h5', claim: 'him', critical: 'no' };
  expect(isFiltered(worklistSearch(odd))).toBe(false);
});

test('a tab alone is no filter', () => {
  expect(isFiltered(worklistSearch({ tab: 'mine' }))).toBe(false);
  expect(isFiltered(worklistSearch({ tab: 'mine', overdue: 'true' }))).toBe(true);
});

test('critical findings are asked for wherever their case stands', () => {
  expect(asked({}, 'me', NOW).status).toBe('open');
  expect(asked({ tab: 'read' }, 'me', NOW).status).toBe('read');
  expect(asked({ critical: true }, 'me', NOW).status).toBeUndefined();
  expect(asked({ tab: 'mine' }, 'me', NOW)).toMatchObject({ claimed_by: 'me' });
});

test('age, claim and day become what the server knows', () => {
  expect(asked({ age: 'h4' }, 'me', NOW).received_before).toBe('2026-11-23T08:00:00.000Z');
  expect(asked({ claim: 'somebody' }, 'me', NOW).claimed).toBe(true);
  expect(asked({ claim: 'nobody' }, 'me', NOW).claimed).toBe(false);
  expect(asked({}, 'me', NOW).claimed).toBeUndefined();
  expect(new Date(startOfToday(NOW)).getHours()).toBe(0);
});
