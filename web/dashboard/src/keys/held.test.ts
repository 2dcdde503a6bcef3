import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Held } from './held';

let done: string[] = [];
const key = (name: string) => () => {
  done.push(name);
};

beforeEach(() => {
  done = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('keys act in order once no more come', () => {
  const held = new Held(35, () => false);
  held.hold(key('j'));
  vi.advanceTimersByTime(20);
  held.hold(key('k'));
  vi.advanceTimersByTime(20);
  expect(done).toEqual([]);
  vi.advanceTimersByTime(20);
  expect(done).toEqual(['j', 'k']);
});

test('a key that commits comes after those that select', () => {
  const held = new Held(35, () => false);
  held.hold(key('4'));
  held.release();
  key('Enter')();
  vi.advanceTimersByTime(100);
  expect(done).toEqual(['4', 'Enter']);
});

test('the signs of a scan do nothing', () => {
  const held = new Held(35, () => true);
  held.hold(key('s'));
  vi.advanceTimersByTime(100);
  held.release();
  expect(done).toEqual([]);
});

test('what can be taken back acts at once, and before what follows', () => {
  const held = new Held(35, () => false);
  held.hold(key('4'));
  held.atOnce(key('j'), key('back'));
  expect(done).toEqual(['4', 'j']);
  held.hold(key('5'));
  vi.advanceTimersByTime(100);
  held.drop();
  expect(done).toEqual(['4', 'j', '5']);
});

test('it is taken back when it was the first sign of a scan', () => {
  const held = new Held(35, () => true);
  held.atOnce(key('j'), key('back'));
  held.hold(key('2'));
  held.drop();
  vi.advanceTimersByTime(100);
  expect(done).toEqual(['j', 'back']);
});
