import { expect, test } from 'vitest';
import { Meter } from './meter';

test('the rate is that of the last seconds, and none when nothing moves', () => {
  const meter = new Meter();
  expect(meter.rate(0)).toBeNull();
  meter.add(1000, 0);
  meter.add(1000, 1000);
  expect(meter.rate(2000)).toBe(1000);
  expect(meter.rate(20_000)).toBeNull();
});
