import { afterAll, beforeAll, expect, test } from 'vitest';
import { setUpWords, signInWords } from '@/words/sign-in';
import { barriers } from '../desk/axe.ts';
import { Desk } from '../desk/desk.ts';
import { password } from '../house/client.ts';
import { Program } from '../house/program.ts';

let program: Program;
let desk: Desk;

beforeAll(async () => {
  program = await Program.start();
  desk = await Desk.empty(program.url);
});
afterAll(async () => {
  await desk.close();
  await program.close();
});

test('without its link, set-up says where the link is', async () => {
  const page = await desk.open('/setup');
  await page.getByText(setUpWords.noToken.title).waitFor();
  expect(await barriers(page)).toEqual([]);
});

test('the first administrator is made by the one-time link, and signs in', async () => {
  const page = await desk.open(program.setUpLink);
  expect(await barriers(page)).toEqual([]);
  expect(page.url()).not.toContain('#');
  await page.getByLabel(setUpWords.username).fill('chief');
  await page.getByLabel(setUpWords.fullName).fill('Dr. Ines Moreau');
  await page.getByLabel(setUpWords.password, { exact: true }).fill('password1234');
  await page.getByLabel(setUpWords.again).fill('password1234');
  await page.getByRole('button', { name: setUpWords.action }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel(setUpWords.password, { exact: true }).fill(password);
  await page.getByLabel(setUpWords.again).fill(password);
  await page.keyboard.press('Enter');
  await page.getByText(setUpWords.done('chief')).waitFor();
  await page.getByRole('link', { name: setUpWords.signIn }).click();

  await page.getByLabel(signInWords.username).fill('chief');
  await page.getByLabel(signInWords.password).fill('not this one');
  await page.keyboard.press('Enter');
  await page.getByText(signInWords.wrong.title).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByLabel(signInWords.password).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation').first().waitFor();
  expect(desk.faults).toEqual([]);
});
