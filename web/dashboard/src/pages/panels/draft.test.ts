import { expect, test } from 'vitest';
import type { Panel } from '@/api/panels';
import { added, draftOf, idOf, moved, revisionOf } from './draft';

const label = (id: string) => ({
  id,
  name: id,
  code: id.toUpperCase(),
  critical: false,
  retired: false,
});
const panel: Panel = {
  id: 'blood-cell',
  title: 'Blood cells',
  unit: 'cell',
  version: 3,
  critical_threshold: 0.1,
  blind: false,
  labels: [label('a'), { ...label('b'), icd10: 'D50.9' }],
};

test('what is not changed is sent as it is', () => {
  const { version, title, labels, critical_threshold, blind } = revisionOf(draftOf(panel), 3);
  expect({ version, title, critical_threshold, blind }).toEqual({
    version: 3,
    title: 'Blood cells',
    critical_threshold: 0.1,
    blind: false,
  });
  expect(labels.map(({ id, icd10 }) => [id, icd10])).toEqual([
    ['a', null],
    ['b', 'D50.9'],
  ]);
});

test('a class goes up or down by one, and not beyond the ends', () => {
  const { labels } = draftOf(panel);
  expect(moved(labels, 1, -1).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(moved(labels, 0, -1)).toEqual(labels);
});

test('a new class gets a name in the interface from its own', () => {
  const draft = draftOf(panel);
  const [...labels] = added(draft.labels);
  const last = labels.at(-1);
  if (last) labels[2] = { ...last, name: ' Plasma cell ', code: 'pls' };
  const made = revisionOf({ ...draft, labels }, 3).labels.at(-1);
  expect(made).toMatchObject({ id: 'plasma-cell', name: 'Plasma cell', code: 'PLS' });
  expect(idOf('Plasma cell', ['plasma-cell'])).toBe('plasma-cell-2');
  expect(idOf('Ω', [])).toBe('class');
});
