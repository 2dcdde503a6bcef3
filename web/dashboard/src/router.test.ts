import { expect, test } from 'vitest';
import addresses from '../pages.txt?raw';
import router from './router.tsx?raw';

test('the server serves the page at every address of the router', () => {
  const paths = [...router.matchAll(/path: '(\/[^']*)'/g)].map(([, path]) => path);
  const served = addresses.trim().split('\n');
  expect(paths.length).toBeGreaterThan(2);
  for (const path of paths) expect(served).toContain(path?.replace(/\$(\w+)/g, '{$1}'));
});
