import { expect, test } from 'vitest';
import type { Label, Panel } from '@/api/panels';
import { classesOf } from './classes';

const label = (id: string, retired = false): Label => ({
  id,
  name: id,
  code: id.toUpperCase(),
  critical: false,
  retired,
});
const panel = (...labels: Label[]): Panel => ({
  id: 'p',
  title: 'P',
  unit: 'cell',
  version: 2,
  critical_threshold: 0.1,
  blind: false,
  labels,
});

test('digits go to the classes that are offered, in the panel’s order', () => {
  const classes = classesOf(panel(label('b'), label('old', true), label('a')), ['a']);
  expect(classes.map(({ id, key, known }) => [id, key, known])).toEqual([
    ['b', '1', false],
    ['old', undefined, false],
    ['a', '2', true],
  ]);
});

test('there are nine digits, and without a model nothing is known or not', () => {
  const many = Array.from({ length: 10 }, (_, at) => label(`c${at}`));
  const classes = classesOf(panel(...many), undefined);
  expect(classes.at(8)?.key).toBe('9');
  expect(classes.at(9)?.key).toBeUndefined();
  expect(classes[0]?.known).toBeUndefined();
});
