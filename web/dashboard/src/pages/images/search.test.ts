import { expect, test } from 'vitest';
import { asked, imagesSearch, isFiltered } from './search';

test('the newest come first when nothing else is wanted', () => {
  expect(asked(imagesSearch({}))).toEqual({ sort: '-uploaded_at' });
});

test('a day of the station is from midnight to midnight', () => {
  const search = imagesSearch({ uploaded: '2026-11-23', panel: 'blood-cell' });
  const { uploaded_after, uploaded_before, panel } = asked(search);
  const [from, to] = [new Date(uploaded_after ?? ''), new Date(uploaded_before ?? '')];
  expect([from.getDate(), from.getHours(), to.getDate(), to.getHours()]).toEqual([23, 0, 24, 0]);
  expect(panel).toBe('blood-cell');
  expect(isFiltered(search)).toBe(true);
  expect(imagesSearch({ uploaded: 'yesterday' }).uploaded).toBeUndefined();
});
