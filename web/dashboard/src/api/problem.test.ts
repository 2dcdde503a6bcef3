import { expect, test } from 'vitest';
import { say } from '@/words/problems';
import { isPassing, Problem, problemOf, Unreachable } from './problem';

const answer = (status: number, body: unknown, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });

test('a problem document becomes an error that names its kind and the fields at fault', async () => {
  const problem = await problemOf(
    answer(
      400,
      {
        type: 'urn:hemaclassify:problem:invalid-input',
        title: 'Not accepted',
        detail: 'Too short.',
        errors: [{ pointer: '/password', detail: 'Too short.' }],
      },
      { 'retry-after': '7' },
    ),
  );
  expect(problem.kind).toBe('invalid-input');
  expect(problem.retryAfter).toBe(7);
  expect(problem.faultAt('password')).toBe('Too short.');
  expect(problem.faultAt('username')).toBeUndefined();
  expect(say(problem)).toEqual({ title: 'Not accepted', text: 'Too short.' });
});

test('an answer that is no document is a problem all the same', async () => {
  const problem = await problemOf(new Response('<html>', { status: 502 }));
  expect(problem.kind).toBe('unknown');
  expect(problem.status).toBe(502);
});

test('only what may pass by itself is asked again', () => {
  expect(isPassing(new Unreachable())).toBe(true);
  expect(isPassing(new Problem({}, 503))).toBe(true);
  expect(isPassing(new Problem({}, 404))).toBe(false);
  expect(isPassing(new TypeError())).toBe(false);
});
