import { expect, test } from 'vitest';
import { asDay, beginOf, dayOf, midnight, spanOf } from './days';
import { accessSearch, asked, isNarrowed } from './search';

const ID = '01a20874-9d01-71dd-8c1f-1f9d2675b0d7';

test('the address says only what the record can be asked for', () => {
  expect(accessSearch({ user: ID, kind: 'read', from: '2026-11-01', sort: 'at' })).toMatchObject({
    user: ID,
    kind: 'read',
    from: '2026-11-01',
    sort: 'at',
  });
  const nothing = accessSearch({
    user: 'me',
    patient: 7,
    kind: 'all',
    to: '2026-02-30',
    sort: 'q',
  });
  expect(isNarrowed(nothing)).toBe(false);
  expect(isNarrowed(accessSearch({ sort: 'at' }))).toBe(false);
  expect(isNarrowed(accessSearch({ patient: ID }))).toBe(true);
});

test('the last day counts whole', () => {
  const { from, to } = asked({ from: '2026-11-30', to: '2026-11-30' });
  expect(from).toBe(new Date(2026, 10, 30).toISOString());
  expect(to).toBe(new Date(2026, 11, 1).toISOString());
});

test('days are those of the calendar', () => {
  expect(asDay('2028-02-29')).toBe('2028-02-29');
  expect(asDay('2027-02-29')).toBeUndefined();
  expect(asDay('29.2.2028')).toBeUndefined();
  expect(dayOf(midnight('2026-12-31', 1))).toBe('2027-01-01');
});

test('a span ends today', () => {
  const now = new Date(2026, 10, 3, 9, 14);
  expect(beginOf('today', now)).toBe('2026-11-03');
  expect(beginOf('week', now)).toBe('2026-10-28');
  expect(spanOf('2026-10-28', undefined, now)).toBe('week');
  expect(spanOf('2026-10-28', '2026-11-03', now)).toBeUndefined();
  expect(spanOf(undefined, undefined, now)).toBeUndefined();
});
