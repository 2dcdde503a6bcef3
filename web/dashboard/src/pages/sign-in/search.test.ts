import { expect, test } from 'vitest';
import { signInSearch } from './search';

test('after signing in nobody is led to another site', () => {
  expect(signInSearch({ to: '/cases?q=1' })).toEqual({ to: '/cases?q=1' });
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', 7])
    expect(signInSearch({ to })).toEqual({});
});
