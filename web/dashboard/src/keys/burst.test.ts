import { expect, test } from 'vitest';
import { Burst } from './burst';

function type(text: string, between: number, from = 0): { burst: Burst; end: number } {
  const burst = new Burst();
  let at = from;
  for (const sign of text) {
    burst.sign(sign, at);
    at += between;
  }
  return { burst, end: at - between };
}

test('a scanner’s burst that ends in Enter is a scan', () => {
  const { burst, end } = type('S26-01197', 8);
  expect(burst.enter(end + 8)).toBe('S26-01197');
  expect(burst.enter(end + 16)).toBeNull();
});

test('a person’s typing is none, and neither is a single key before Enter', () => {
  const person = type('S26-01197', 120);
  expect(person.burst.enter(person.end + 5)).toBeNull();
  const key = type('3', 0);
  expect(key.burst.enter(key.end + 10)).toBeNull();
});

test('a burst without its Enter is forgotten', () => {
  const { burst, end } = type('S26-01197', 8);
  expect(burst.enter(end + 400)).toBeNull();
});

test('a sign is the first when none came just before it', () => {
  expect(type('j', 8).burst.isFirst).toBe(true);
  expect(type('jj', 80).burst.isFirst).toBe(true);
  expect(type('jk', 8).burst.isFirst).toBe(false);
});

test('many signs in no time are known before Enter comes', () => {
  expect(type('S26', 8).burst.isLong).toBe(false);
  expect(type('S26-', 8).burst.isLong).toBe(true);
  expect(type('jjjjjj', 80).burst.isLong).toBe(false);
});
