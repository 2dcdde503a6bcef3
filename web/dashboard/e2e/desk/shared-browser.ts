import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import { output } from '../house/program.ts';
import { closeBrowser, openPages } from './desk.ts';

/** What the person saw when a test failed. */
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    const folder = join(output, 'failed');
    mkdirSync(folder, { recursive: true });
    const name = task.name.replaceAll(/[^\w]+/g, '-');
    for (const [at, page] of (await openPages()).entries())
      await page.screenshot({ path: join(folder, `${name}-${at}.png`) });
  }
});

afterAll(closeBrowser);
