import { expect, test } from 'vitest';
import { initials } from './avatar';

test.each([
  ['Reader A', 'RA'],
  ['Dr. Maja Lindqvist', 'ML'],
  ['Prof. Dr. Ada Byron King', 'AK'],
  ['Chief', 'C'],
  ['Dr.', 'D'],
  ['', ''],
])('the initials of “%s” are “%s”', (name, said) => expect(initials(name)).toBe(said));
