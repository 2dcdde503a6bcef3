import { afterEach, expect, test } from 'vitest';
import { addScope, begins, find, removeScope, scopes, setBindings } from './registry';

const run = () => {};
afterEach(() => scopes.set([]));

test('a later scope takes precedence, and what works everywhere is last', () => {
  const page = addScope('Review');
  const everywhere = addScope('Everywhere', true);
  setBindings(everywhere, [{ keys: 'Escape', does: 'back', run }]);
  setBindings(page, [{ keys: 'Escape', does: 'close', run }]);
  expect(find('Escape')?.does).toBe('close');
  removeScope(page);
  expect(find('Escape')?.does).toBe('back');
});

test('a binding that is off leaves its key to others', () => {
  const under = addScope('Page');
  const over = addScope('Viewer');
  setBindings(under, [{ keys: ['j', 'ArrowDown'], does: 'next', run }]);
  setBindings(over, [{ keys: 'j', does: 'pan', run, off: true }]);
  expect(find('j')?.does).toBe('next');
  expect(find('ArrowDown')?.does).toBe('next');
});

test('the first key of two is known', () => {
  setBindings(addScope('Everywhere'), [{ keys: 'g w', does: 'worklist', run }]);
  expect(begins('g')).toBe(true);
  expect(begins('w')).toBe(false);
  expect(find('g w')?.does).toBe('worklist');
});
