import { expect, test } from 'vitest';
import { beside } from './beside';

const window = { width: 1000, height: 600 };
const tip = { width: 100, height: 24 };
const button = (left: number, top: number) => ({ left, top, width: 30, height: 30 });

test('it stands in the middle of the side that is asked for', () => {
  expect(beside(button(400, 300), tip, 'bottom', window)).toEqual({ left: 365, top: 336 });
  expect(beside(button(400, 300), tip, 'top', window)).toEqual({ left: 365, top: 270 });
  expect(beside(button(400, 300), tip, 'right', window)).toEqual({ left: 436, top: 303 });
  expect(beside(button(400, 300), tip, 'left', window)).toEqual({ left: 294, top: 303 });
});

test('where that side has no room it stands on the other', () => {
  expect(beside(button(400, 560), tip, 'bottom', window).top).toBe(530);
  expect(beside(button(960, 300), tip, 'right', window).left).toBe(854);
});

test('no part of it is beyond the window', () => {
  expect(beside(button(0, 300), tip, 'bottom', window).left).toBe(8);
  expect(beside(button(970, 300), tip, 'bottom', window).left).toBe(892);
  const low = { width: 1000, height: 40 };
  expect(beside(button(400, 5), tip, 'bottom', low).top).toBe(8);
});
