import { expect, test } from 'vitest';
import { about, bytes } from './bytes';
import { refusal } from './upload';

test('a refusal says what is wrong and what to do', () => {
  expect(refusal('the file is empty')).toBe('The file is empty. Export it again and drop it here.');
  expect(refusal('the picture is damaged: unexpected end of file')).toContain('Export it again');
  expect(refusal('the file has 90000000 bytes; 67108864 are allowed')).toContain('90000000 bytes');
  expect(refusal('decoding the picture takes 9 bytes')).toBe('Decoding the picture takes 9 bytes.');
  expect(refusal(null)).toBe('');
});

test('sizes and times are no more exact than they need be', () => {
  expect([0, 812_000, 1_430_000, 23_400_000].map(bytes)).toEqual([
    '0 B',
    '812 kB',
    '1.4 MB',
    '23 MB',
  ]);
  expect([3, 42, 400].map(about)).toEqual(['a few seconds', 'about 40 s', 'about 7 min']);
});
