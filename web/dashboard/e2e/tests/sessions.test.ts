import { afterAll, beforeAll, expect, test } from 'vitest';
import { shell } from '@/words/shell';
import { signInWords } from '@/words/sign-in';
import { accountWords, userWords } from '@/words/users';
import { barriers } from '../desk/axe.ts';
import { Desk } from '../desk/desk.ts';
import { given, password } from '../house/client.ts';
import { House, staff } from '../house/house.ts';

let house: House;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

test('a locked page is as it was left, once its person is back', async () => {
  const desk = await Desk.of(house, 'admin');
  const page = await desk.open('/users?q=okafor');
  await page.keyboard.press('Control+l');
  await page.getByText(shell.lock.title(staff.admin.full_name)).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByLabel(shell.lock.password).fill('not this one');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').waitFor();
  await page.getByLabel(shell.lock.password).fill(password);
  await page.keyboard.press('Enter');
  await page.getByText(shell.lock.title(staff.admin.full_name)).waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('q')).toBe('okafor');
  await page.getByRole('button', { name: userWords.menu(staff.technologist.full_name) }).waitFor();
  await desk.close();
});

test('somebody else takes over a locked station', async () => {
  const desk = await Desk.of(house, 'admin');
  const page = await desk.open('/users');
  await page.keyboard.press('Control+l');
  await page.getByRole('button', { name: shell.lock.switch }).click();
  await page.getByLabel(signInWords.username).fill(staff.hematologist.username);
  await page.getByLabel(signInWords.password).fill(password);
  await page.keyboard.press('Enter');
  const menu = shell.menu.open(staff.hematologist.full_name);
  await page.getByRole('button', { name: menu }).waitFor();
  expect(await page.getByRole('link', { name: shell.places.users }).count()).toBe(0);
  await desk.close();
});

test('who signs out is out, and nothing of the page can be opened again', async () => {
  const desk = await Desk.of(house, 'technologist');
  const page = await desk.open('/worklist');
  await page.getByRole('button', { name: shell.menu.open(staff.technologist.full_name) }).click();
  await page.getByRole('menuitem', { name: shell.menu.signOut }).click();
  await page.getByLabel(signInWords.username).waitFor();
  await page.goto(`${house.url}/worklist`);
  await page.getByLabel(signInWords.username).waitFor();
  await desk.close();
});

test('a session that is ended elsewhere asks for the password over the page, and goes on', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/account');
  await page.getByLabel(accountWords.password.next, { exact: true }).fill('typed before the end');
  const admin = house.as('admin');
  const users = given(await admin.GET('/api/v1/users', { params: { query: {} } })).items;
  const id = (users as { id: string; username: string }[]).find(
    ({ username }) => username === staff.hematologist.username,
  )?.id;
  await admin.DELETE('/api/v1/users/{id}/sessions', { params: { path: { id: id ?? '' } } });
  await page.getByRole('dialog', { name: shell.ended.title }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.getByRole('dialog').getByLabel(shell.lock.password).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const typed = page.getByLabel(accountWords.password.next, { exact: true });
  expect(await typed.inputValue()).toBe('typed before the end');
  await desk.close();
});
