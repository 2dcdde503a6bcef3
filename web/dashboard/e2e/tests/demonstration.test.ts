import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shell } from '@/words/shell';
import { signInWords } from '@/words/sign-in';
import { barriers } from '../desk/axe.ts';
import { Desk, phone } from '../desk/desk.ts';
import { password } from '../house/client.ts';
import { binary, Program } from '../house/program.ts';

let program: Program;

beforeAll(async () => {
  program = await Program.start(['--demo']);
  const user = ['user', 'add', 'visitor', '--role', 'hematologist', '--data-dir', program.data];
  expect(spawnSync(binary, user, { input: password }).status).toBe(0);
});
afterAll(() => program.close());

test.each([{}, { size: phone, touch: true }])(
  'every page says that nothing is real',
  async (look) => {
    const desk = await Desk.empty(program.url, look);
    const page = await desk.open('/sign-in');
    await page.getByText(shell.demonstration).waitFor();
    await page.getByLabel(signInWords.username).fill('visitor');
    await page.getByLabel(signInWords.password, { exact: true }).fill(password);
    await page.keyboard.press('Enter');
    for (const path of ['/worklist', '/overview', '/patients', '/account']) {
      await page.waitForURL((url) => !url.pathname.endsWith('sign-in'));
      await desk.open(path);
      await page.getByText(shell.demonstration).waitFor();
    }
    expect(await barriers(page)).toEqual([]);
    expect(desk.faults).toEqual([]);
    await desk.close();
  },
);

test('an installation with people in it says nothing of the kind', async () => {
  const own = await Program.start();
  const desk = await Desk.empty(own.url);
  const page = await desk.open('/sign-in');
  const told = await page.request.get('/healthz');
  expect((await told.json()).demonstration).toBe(false);
  expect(await page.getByText(shell.demonstration).count()).toBe(0);
  await desk.close();
  await own.close();
});
