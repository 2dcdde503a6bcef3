import { expect, test } from 'vitest';
import document from '../../../openapi.json?raw';
import { requestOf } from './requests';

/** Open to everybody: nobody is refused there, and nobody’s data is seen. */
const OPEN =
  /^\S+ \/(api\/(docs|openapi\.json|v1\/(setup|session)\b.*)|assets\/.*|favicon\.ico|getjwtaccesstoken|healthz|readyz|setup)?$/;

test('every request that the access record can name is said in words', () => {
  const { paths } = JSON.parse(document) as { paths: Record<string, object> };
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const named = routes.filter((route) => !OPEN.test(route));
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((route) => !requestOf(route))).toEqual([]);
});

test('reading is told from doing', () => {
  expect(requestOf('GET /api/v1/patients/{id}/history')).toEqual({
    reads: true,
    words: 'a patient’s history',
  });
  expect(requestOf('PUT /api/v1/images/{id}/verdict')?.reads).toBe(false);
  expect(requestOf('audit export')).toBeUndefined();
});
