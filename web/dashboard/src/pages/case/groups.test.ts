import { expect, test } from 'vitest';
import { bulkOf } from './bulk';
import { differentialOf, wilson } from './differential';
import { cell, cells, fields, image } from './fixtures';
import { cellOf, groupsOf, isDoubtful } from './groups';
import { layout, placesOf, stepFrom } from './layout';
import { moveOf } from './moves';

const neu = (id: string, more = {}) => cell(id, { lead: 'neutrophil', ...more });

test('a person outweighs the model, and outside stands apart until it is placed', () => {
  expect(neu('a').group).toBe('neutrophil');
  expect(neu('a', { verdict: 'lymphocyte' }).group).toBe('lymphocyte');
  expect(neu('a', { inside: false }).group).toBe('outside');
  expect(neu('a', { inside: false, verdict: 'neutrophil' }).group).toBe('neutrophil');
  expect(cell('a').group).toBe('awaiting');
  const placed = new Map([['a', { label: 'uncertain', held: true }]]);
  expect(cellOf(image('a', { lead: 'neutrophil' }), placed).group).toBe('uncertain');
});

test('groups stand in the panel’s order and empty ones are left out', () => {
  const all = [cell('w'), neu('o', { inside: false }), cell('l', { lead: 'lymphocyte' }), neu('n')];
  expect(groupsOf(all, cells.labels).map(({ id }) => id)).toEqual([
    'neutrophil',
    'lymphocyte',
    'outside',
    'awaiting',
  ]);
});

test('doubtful is what the model is unsure of and nobody has read', () => {
  expect(isDoubtful(neu('a', { confidence: 0.5 }))).toBe(true);
  expect(isDoubtful(neu('a', { inside: false }))).toBe(true);
  expect(isDoubtful(neu('a'))).toBe(false);
  expect(isDoubtful(neu('a', { confidence: 0.5, verdict: 'neutrophil' }))).toBe(false);
});

test('Wilson’s interval is that of the tables', () => {
  const { low, high } = wilson(54, 89);
  expect(low).toBeCloseTo(0.5029, 3);
  expect(high).toBeCloseTo(0.7019, 3);
  expect(wilson(0, 100).low).toBeCloseTo(0, 9);
  expect(wilson(0, 100).high).toBeCloseTo(0.037, 3);
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});

test('the differential counts white cells, erythroblasts per 100 of them, and nothing outside', () => {
  const all = [
    neu('a', { verdict: 'neutrophil' }),
    neu('b'),
    neu('c'),
    cell('d', { lead: 'lymphocyte' }),
    cell('e', { lead: 'erythroblast' }),
    cell('f', { lead: 'platelet' }),
    neu('g', { inside: false }),
    neu('h', { verdict: 'uncertain' }),
  ];
  const said = differentialOf(all, cells.labels);
  expect(said).toMatchObject({ white: 4, confirmed: 1, modelOnly: 3, platelets: 1, outside: 1 });
  expect(said.erythroblasts).toBe(25);
  expect(said.shares.map(({ cells }) => cells)).toEqual([3, 1, 0]);
  expect(said.shares[0]?.share).toBe(0.75);
});

test('cells are confirmed together only when every one of the class was seen', () => {
  const groups = groupsOf([neu('a'), neu('b'), neu('c', { verdict: 'neutrophil' })], cells.labels);
  const both = new Set(['a', 'b', 'c']);
  expect(bulkOf(cells, groups, both, new Set(['a', 'c'])).hindrance).toBe('unseen');
  // One that is read already need not be seen once more.
  const said = bulkOf(cells, groups, both, new Set(['a', 'b']));
  expect(said.hindrance).toBeNull();
  expect(said.cells.map(({ id }) => id)).toEqual(['a', 'b']);
});

test('never fields, critical classes, suspected cells, outside ones, blind ones or two classes at once', () => {
  const seen = new Set(['a', 'b']);
  const why = (one: ReturnType<typeof cell>, panel = cells) =>
    bulkOf(panel, groupsOf([one], panel.labels), new Set(['a']), seen).hindrance;
  expect(why(neu('a'), fields)).toBe('field');
  expect(why(cell('a', { lead: 'blast' }))).toBe('critical');
  expect(why(neu('a', { suspected: true }))).toBe('suspected');
  expect(why(neu('a', { inside: false }))).toBe('notAClass');
  expect(why(cell('a'))).toBe('notAClass');
  expect(why(neu('a', { verdict: 'lymphocyte' }))).toBe('nothing');
  const two = groupsOf([neu('a'), cell('b', { lead: 'lymphocyte' })], cells.labels);
  expect(bulkOf(cells, two, seen, seen).hindrance).toBe('manyClasses');
});

test('a cell that a person moved to a class is not confirmed there once more', () => {
  const moved = cell('a', { lead: 'lymphocyte', verdict: 'neutrophil' });
  const groups = groupsOf([neu('b'), moved], cells.labels);
  const both = new Set(['a', 'b']);
  expect(bulkOf(cells, groups, both, both).cells.map(({ id }) => id)).toEqual(['b']);
});

test('several cells move only where they do not stand; one alone is read by it', () => {
  const here = neu('a');
  const there = cell('b', { lead: 'lymphocyte' });
  expect(moveOf([here, there], 'neutrophil', cells)).toMatchObject({ cells: [there], amends: 0 });
  expect(moveOf([here], 'neutrophil', cells)).toMatchObject({ cells: [here], needsReason: false });
  expect(moveOf([here, neu('c')], 'neutrophil', cells)).toBe('there');
  expect(moveOf([neu('a', { verdict: 'neutrophil' })], 'neutrophil', cells)).toBe('there');
});

test('amending needs a reason; fields and critical classes go one by one', () => {
  const read = neu('a', { verdict: 'neutrophil' });
  expect(moveOf([read], 'lymphocyte', cells)).toMatchObject({ amends: 1, needsReason: true });
  const taken = new Map([['a', { label: 'neutrophil', held: true }]]);
  const held = cellOf(image('a', { lead: 'neutrophil' }), taken);
  expect(moveOf([held], 'lymphocyte', cells)).toMatchObject({ amends: 0, needsReason: false });
  expect(moveOf([neu('a')], 'unsuitable', cells)).toMatchObject({ needsReason: true });
  expect(moveOf([neu('a')], 'other', cells)).toMatchObject({ needsComment: true });
  expect(moveOf([neu('a'), neu('b')], 'blast', cells)).toBe('oneByOne');
  expect(moveOf([neu('a'), neu('b')], 'lymphocyte', fields)).toBe('oneByOne');
});

test('small groups share rows, and arrows find the nearest cell', () => {
  const many = Array.from({ length: 10 }, (_, at) => neu(`n${at}`));
  const few = [cell('l', { lead: 'lymphocyte' }), cell('p', { lead: 'platelet' })];
  const rows = layout(groupsOf([...many, ...few], cells.labels), 8);
  expect(rows.map(({ kind }) => kind)).toEqual(['heads', 'cells', 'cells', 'heads', 'cells']);
  const places = placesOf(rows);
  expect(places.get('p')).toEqual({ row: 4, column: 4 });
  expect(stepFrom(rows, { row: 1, column: 7 }, 'down')).toBe('n9');
  expect(stepFrom(rows, { row: 4, column: 4 }, 'up')).toBe('n9');
  expect(stepFrom(rows, { row: 4, column: 0 }, 'down')).toBeNull();
  expect(layout(groupsOf(few, cells.labels), 6)).toHaveLength(4);
});
