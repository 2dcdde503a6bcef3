import { expect, test } from 'vitest';
import type { Label } from '@/api/panels';
import { inPanelOrder, type Matrix, partsOf } from './card-parts';

const CARD = `# pack
Learned from cells.

| images | right |
| --- | --- |
| validation | 97.4 % |

Confusion:

| | bas | ig |
| --- | ---: | ---: |
| basophil | 1,179 | · |
| ig | 4 | 171 |

## Not for
Diagnosis.`;

const label = (id: string, code: string): Label => ({
  id,
  code,
  name: id,
  critical: false,
  retired: false,
});

function matrixIn(card: string): Matrix | undefined {
  const part = partsOf(card).find(({ kind }) => kind === 'matrix');
  return part?.kind === 'matrix' ? part.matrix : undefined;
}

test('a card is its text and its matrices, the title left out', () => {
  const parts = partsOf(CARD);
  expect(parts.map(({ kind }) => kind)).toEqual(['text', 'matrix', 'text']);
  expect(parts[0]).toMatchObject({ text: expect.stringMatching(/^Learned.*97\.4.*Confusion/s) });
  expect(matrixIn(CARD)).toEqual({
    columns: ['bas', 'ig'],
    rows: [
      { name: 'basophil', counts: [1179, 0] },
      { name: 'ig', counts: [4, 171] },
    ],
  });
});

test('tables of anything else stay text', () => {
  expect(matrixIn('| | a | b |\n|---|---|---|\n| a | 1 | 2 % |\n| b | 3 | 4 |')).toBeUndefined();
  expect(matrixIn('| | a | b |\n|---|---|---|\n| a | 1 | 2 |')).toBeUndefined();
  expect(partsOf('')).toEqual([]);
});

test('classes stand in the panel’s order', () => {
  const matrix = matrixIn(CARD) as Matrix;
  const named = inPanelOrder(matrix, [label('ig', 'IG'), label('basophil', 'BAS')]);
  expect(named.labels.map((one) => one?.code)).toEqual(['IG', 'BAS']);
  expect(named.rows).toEqual([
    { name: 'ig', counts: [171, 4] },
    { name: 'basophil', counts: [0, 1179] },
  ]);
  expect(inPanelOrder(matrix, [label('ig', 'IG')]).rows).toEqual(matrix.rows);
});
