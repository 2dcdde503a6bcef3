import { expect, test } from 'vitest';
import { capsOf, chordOf, isSingle } from './chord';

const press = (key: string, more: Partial<KeyboardEvent> = {}) =>
  chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test('presses are named as the bindings name them', () => {
  expect(press('j')).toBe('j');
  expect(press('K', { ctrlKey: true })).toBe('Ctrl+k');
  expect(press('k', { metaKey: true })).toBe('Ctrl+k');
  expect(press('L', { shiftKey: true })).toBe('Shift+l');
  expect(press('?', { shiftKey: true })).toBe('?');
  expect(press('+', { shiftKey: true })).toBe('+');
  expect(press('Enter', { shiftKey: true })).toBe('Shift+Enter');
  expect(press(' ')).toBe('Space');
});

test('single signs are what typing makes', () => {
  for (const chord of ['j', '!', 'Shift+l', '+', 'Space']) expect(isSingle(chord)).toBe(true);
  for (const chord of ['Enter', 'Ctrl+k', 'ArrowUp', 'Shift+Enter'])
    expect(isSingle(chord)).toBe(false);
});

test('caps are drawn as they stand on a keyboard', () => {
  expect(capsOf('Ctrl+k')).toEqual(['Ctrl', 'K']);
  expect(capsOf('g w')).toEqual(['G', 'W']);
  expect(capsOf('+')).toEqual(['+']);
  expect(capsOf('ArrowDown')).toEqual(['↓']);
});
