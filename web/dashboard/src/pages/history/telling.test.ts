import { expect, test } from 'vitest';
import type { Entry } from '@/api/history';
import { compared } from './states';
import { fileNames, piecesOf, shownOf, typeName } from './telling';

const entry = (type: string, name: string, data: object = {}) =>
  ({ type, actor: { kind: 'person', name }, data }) as unknown as Entry;

const entries = [
  entry('ImageUploaded', 'Tom', { image: 'i', file_name: 'a.jpg' }),
  entry('PredictionRecorded', 'classify', { image: 'i' }),
  entry('ReadingRecorded', 'Rita', { image: 'i' }),
];

test('what was said stands out of the sentence', () => {
  expect(piecesOf('Rita recorded “Neutrophil” (aided)')).toEqual([
    { text: 'Rita recorded ', strong: false },
    { text: '“Neutrophil”', strong: true },
    { text: ' (aided)', strong: false },
  ]);
});

test('filters leave the newest first', () => {
  expect(shownOf(entries, {}).map(({ type }) => type)[0]).toBe('ReadingRecorded');
  expect(shownOf(entries, { actor: 'Tom' })).toHaveLength(1);
  expect(shownOf(entries, { type: 'PredictionRecorded', actor: 'Tom' })).toHaveLength(0);
});

test('images are called as their files, types as sentences begin', () => {
  expect(fileNames(entries).get('i')).toBe('a.jpg');
  expect(typeName('FinalVerdictRecorded')).toBe('Final verdict recorded');
});

test('differences between then and now are marked', () => {
  const now = [
    { name: 'Status', value: 'read' },
    { name: 'Stain', value: 'MGG' },
  ];
  const then = [
    { name: 'Status', value: 'open' },
    { name: 'Stain', value: 'MGG' },
  ];
  expect(compared(then, now).map(({ differs }) => differs)).toEqual([true, false]);
  expect(compared(undefined, now).every(({ differs }) => differs)).toBe(true);
});
