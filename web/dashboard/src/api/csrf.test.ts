import { expect, test } from 'vitest';
import { csrfOf } from './csrf';

test('the secret is found under the plain and the TLS name, and under no other', () => {
  expect(csrfOf('a=b; hema_csrf=secret')).toBe('secret');
  expect(csrfOf('__Host-hema_csrf=tls; hema_theme=x')).toBe('tls');
  expect(csrfOf('xhema_csrf=no')).toBeNull();
  expect(csrfOf('hema_csrf=')).toBeNull();
  expect(csrfOf('')).toBeNull();
});
