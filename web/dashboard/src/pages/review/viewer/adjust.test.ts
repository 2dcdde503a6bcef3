import { expect, test } from 'vitest';
import { AS_TAKEN, brighter, contrasted, filterOf, isAsTaken, turned } from './adjust';
import { microns, scaleBar } from './measure';

test('adjustments go in steps, end at their limits and come back to nothing', () => {
  expect(brighter(AS_TAKEN, 3).brightness).toBe(6);
  expect(brighter(AS_TAKEN, 99).brightness).toBe(60);
  expect(contrasted(AS_TAKEN, 2).contrast).toBe(1.1);
  expect(turned(turned(AS_TAKEN), -2).rotation).toBe(270);
  expect(isAsTaken(turned(AS_TAKEN, 4))).toBe(true);
});

test('an image as it was taken is drawn without a filter', () => {
  expect(filterOf(turned(AS_TAKEN))).toBe('');
  expect(filterOf(contrasted(brighter(AS_TAKEN, 3), 2))).toBe('brightness(1.06) contrast(1.1)');
});

test('the scale bar shows a round length that fits', () => {
  expect(scaleBar(0.07)).toEqual({ microns: 10, px: 10 / 0.07 });
  expect(scaleBar(0.01).microns).toBe(1);
  expect(microns(10.42)).toBe('10.4 µm');
  expect(microns(128.4)).toBe('128 µm');
});
