import { expect, test } from 'vitest';
import { asked, isFiltered, worklistSearch } from './search';

test('the address says what is known, and nothing else', () => {
  expect(worklistSearch({ tab: 'read', panel: 'blood-cell', age: 'h4', critical: true })).toEqual({
    tab: 'read',
    panel: 'blood-cell',
    age: 'h4',
    critical: true,
  });
  const odd = { tab: 'open', panel: 'x y', predicted: 7, age: 'h5', claim: 'him', critical: 'no' };
  expect(isFiltered(worklistSearch(odd))).toBe(false);
});

test('a tab alone is no filter', () => {
  expect(isFiltered(worklistSearch({ tab: 'mine' }))).toBe(false);
  expect(isFiltered(worklistSearch({ tab: 'mine', overdue: 'true' }))).toBe(true);
});

test('critical findings are asked for wherever their case stands', () => {
  expect(asked({}, 'me').status).toBe('open');
  expect(asked({ tab: 'read' }, 'me').status).toBe('read');
  expect(asked({ critical: true }, 'me').status).toBeUndefined();
  expect(asked({ tab: 'mine' }, 'me')).toMatchObject({ status: undefined, claimed_by: 'me' });
  expect(asked({ claim: 'others' }, 'me').claimed_by).toBeUndefined();
});
