import { expect, test } from 'vitest';
import type { Prediction } from '@/api/images';
import type { Panel } from '@/api/panels';
import { currentPrediction, nextWaiting, sentenceOf, stepFrom } from './order';
import { queueFilters, reviewSearch } from './search';

const items = (['a', 'b', 'c', 'd'] as const).map((id) => ({ id, status: 'unverified' as const }));
const read = (...ids: string[]) => {
  return ({ id }: { id: string }) => ids.includes(id);
};

test('next and previous stop at the ends', () => {
  expect(stepFrom(items, 'b', 1)?.id).toBe('c');
  expect(stepFrom(items, 'a', -1)).toBeUndefined();
  expect(stepFrom(items, 'd', 1)).toBeUndefined();
});

test('after a verdict comes the next that waits, from the beginning again after the last', () => {
  expect(nextWaiting(items, 'b', read('c'))?.id).toBe('d');
  expect(nextWaiting(items, 'd', read('a'))?.id).toBe('b');
  expect(nextWaiting(items, 'd', read('a', 'b', 'c'))).toBeUndefined();
});

test('a removed image is never the next', () => {
  const list = [items[0], { id: 'x', status: 'voided' as const }, items[2]].filter((one) => !!one);
  expect(nextWaiting(list, 'a', read())?.id).toBe('c');
});

test('the active model is heard, else the latest', () => {
  const predictions = [{ model: 'old' }, { model: 'active' }, { model: 'tried' }] as Prediction[];
  const panel = { active_model: 'active' } as Panel;
  expect(currentPrediction({ predictions }, panel)?.model).toBe('active');
  expect(currentPrediction({ predictions }, undefined)?.model).toBe('tried');
  expect(currentPrediction({ predictions: [] }, panel)).toBeNull();
});

test('the address says where the queue comes from', () => {
  const list = reviewSearch({ list: true, disagrees: true, panel: 'blood-cell', case: 'c' });
  expect(queueFilters(list, 'own')).toEqual({
    panel: 'blood-cell',
    disagrees: true,
    sort: '-uploaded_at',
  });
  const worklist = reviewSearch({ worklist: true, panel: 'blood-cell', stray: 1 });
  expect(queueFilters(worklist, 'own')).toMatchObject({ sort: 'worklist', panel: 'blood-cell' });
  expect(queueFilters(reviewSearch({}), 'own')).toEqual({ case: 'own', sort: 'uploaded_at' });
  expect(queueFilters(reviewSearch({ case: 'c' }), 'own').case).toBe('c');
});

test('a reason is a sentence, without measures of the network', () => {
  expect(sentenceOf('it looks unlike what it learned from (energy -0.13, at most -0.62)')).toBe(
    'It looks unlike what it learned from.',
  );
});
