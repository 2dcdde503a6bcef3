import { expect, test } from 'vitest';
import { kappaOf, wilson } from './rates';

test('Wilson’s interval is right for known shares', () => {
  expect(wilson(0, 0)).toBeNull();
  const half = wilson(5, 10);
  expect(half?.from).toBeCloseTo(0.2366, 4);
  expect(half?.to).toBeCloseTo(0.7634, 4);
  expect(wilson(0, 20)).toMatchObject({ from: 0 });
  expect(wilson(0, 20)?.to).toBeCloseTo(0.1611, 4);
});

test('kappa of the textbook’s table', () => {
  const agreed = kappaOf([
    [20, 5],
    [10, 15],
  ]);
  expect(agreed?.kappa).toBeCloseTo(0.4, 6);
  expect(agreed?.from).toBeCloseTo(0.146, 3);
  expect(agreed?.to).toBeCloseTo(0.654, 3);
});

test('no kappa where there is nothing, or nothing but one class', () => {
  expect(kappaOf([])).toBeNull();
  expect(
    kappaOf([
      [7, 0],
      [0, 0],
    ]),
  ).toBeNull();
});
