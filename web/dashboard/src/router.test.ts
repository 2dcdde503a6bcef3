import { expect, test } from 'vitest';
import addresses from '../pages.txt?raw';
import router from './router.tsx?raw';

test('the server serves the page at every address of the router, and at no other', () => {
  const paths = [...router.matchAll(/path: '(\/[^']*)'/g)].map(([, path]) =>
    path?.replace(/\$(\w+)/g, '{$1}'),
  );
  expect(paths.toSorted()).toEqual(addresses.trim().split('\n').toSorted());
});
