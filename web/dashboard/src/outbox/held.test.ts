import { beforeEach, expect, test, vi } from 'vitest';
import {
  addHeld,
  dueOf,
  type Held,
  heldBy,
  leaveHeld,
  removeHeld,
  UNDO_MS,
  undoable,
} from './held';

const one = (image: string, at: number): Held => ({
  image,
  label: 'neutrophil',
  name: 'Neutrophil',
  revision: 1,
  key: `key-${image}-${at}`,
  at,
});

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});

test('what is recorded is kept by person, in order, until it is confirmed', () => {
  addHeld('ada', one('a', 1));
  addHeld('ada', one('b', 2));
  addHeld('bob', one('c', 3));
  removeHeld('ada', 'key-a-1');
  expect(heldBy('ada').map(({ image }) => image)).toEqual(['b']);
  expect(heldBy('bob')).toHaveLength(1);
});

test('an image has one verdict waiting, the later one', () => {
  addHeld('ada', one('a', 1));
  addHeld('ada', one('a', 5));
  expect(heldBy('ada').map(({ at }) => at)).toEqual([5]);
});

test('the latest can be taken back for ten seconds, and is due after them', () => {
  const list = [one('a', 0), one('b', 4_000)];
  expect(undoable(list, 4_000 + UNDO_MS - 1)?.image).toBe('b');
  expect(undoable(list, 4_000 + UNDO_MS)).toBeUndefined();
  expect(dueOf(list, UNDO_MS).map(({ image }) => image)).toEqual(['a']);
});

test('what the page was left with may be on its way: it is due at once, and not taken back', () => {
  addHeld('ada', one('a', 1_000));
  leaveHeld('ada');
  expect(undoable(heldBy('ada'), 2_000)).toBeUndefined();
  expect(dueOf(heldBy('ada'), 2_000)).toHaveLength(1);
});
