import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseFormWords } from '@/words/cases';
import { onePatientWords, patientWords as words } from '@/words/patients';
import { Desk } from '../desk/desk.ts';
import { scan } from '../desk/scan.ts';
import { password } from '../house/client.ts';
import { House } from '../house/house.ts';

let house: House;
let desk: Desk;
let page: Page;

beforeAll(async () => {
  house = await House.open();
  desk = await Desk.of(house, 'technologist');
  page = desk.page;
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const name = (on: Page) => on.getByLabel(words.fields.name, { exact: true });
const save = (on: Page) => on.getByRole('button', { name: words.edit.action }).click();
const closed = (on: Page) => on.getByRole('dialog').waitFor({ state: 'detached' });
async function choose(on: Page, item: string): Promise<void> {
  await on.getByRole('button', { name: onePatientWords.menu }).click();
  await on.getByRole('menuitem', { name: item }).click();
}

test('a patient is added, and found by name', async () => {
  await desk.open('/patients');
  await page.keyboard.press('a');
  await page.getByLabel(words.fields.number).fill('P-40001');
  await name(page).fill('Zora Example');
  await page.getByLabel(words.fields.born).fill('1980-02-03');
  await page.getByRole('dialog').getByRole('button', { name: words.add.action }).click();
  await page.getByRole('heading', { name: onePatientWords.title('P-40001') }).waitFor();
  await desk.open('/patients?q=zora');
  await page.getByRole('row').filter({ hasText: 'P-40001' }).waitFor();
});

test('a scanned specimen nobody knows is registered, and its patient with it', async () => {
  await desk.open('/worklist');
  await scan(page, 'C26-77001');
  await page.getByRole('button', { name: 'Register it' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByPlaceholder(caseFormWords.patient.search).fill('P-40002');
  await dialog.getByText(caseFormWords.patient.add('P-40002')).click();
  await name(page).fill('Yara Example');
  await dialog.getByRole('button', { name: words.add.action }).click();
  await dialog.getByText('P-40002').waitFor();
  expect(await dialog.getByLabel(caseFormWords.fields.accession).inputValue()).toBe('C26-77001');
  await dialog.getByRole('button', { name: caseFormWords.register.action }).click();
  await page.waitForURL(/\/cases\/.+/);
});

test('two who change the same patient both keep what they typed', async () => {
  const id = await house.patient({ number: 'P-40003', name: 'Mira Example' });
  const other = await Desk.of(house, 'technologist');
  await desk.open(`/patients/${id}`);
  await other.open(`/patients/${id}`);
  for (const at of [page, other.page])
    await at.getByRole('button', { name: words.edit.open, exact: true }).click();
  await name(page).fill('Mira Both');
  await other.page.getByLabel(words.fields.notes).fill('Trait in the family');
  await save(other.page);
  await closed(other.page);
  await save(page);
  await page.getByText(words.edit.meanwhileSays(words.fields.notes)).waitFor();
  await save(page);
  await closed(page);
  await page.getByText('Mira Both').waitFor();
  await page.getByText('Trait in the family').waitFor();
  await other.close();
});

test('a patient entered twice becomes one', async () => {
  const id = await house.patient({ number: 'P-40004', name: 'Tara Example' });
  await house.case(id, { accession: 'C26-77004', specimen: 'peripheral_blood' });
  await house.patient({ number: 'P-40005', name: 'Tara Example' });
  await desk.open(`/patients/${id}`);
  await choose(page, words.merge.open);
  await page.getByPlaceholder(words.merge.search).fill('P-40005');
  await page.getByRole('option', { name: 'P-40005' }).click();
  await page.getByLabel(words.merge.reason).fill('Entered twice at admission.');
  await page.getByRole('button', { name: words.merge.actionInto('P-40004', 'P-40005') }).click();
  await page.getByRole('heading', { name: onePatientWords.title('P-40005') }).waitFor();
  await page.getByRole('row').filter({ hasText: 'C26-77004' }).waitFor();
});

test('who is removed leaves the list, with a reason', async () => {
  const id = await house.patient({ number: 'P-40006', name: 'Nora Example' });
  await desk.open(`/patients/${id}`);
  await choose(page, words.remove.open);
  await page.getByLabel(words.remove.reason, { exact: true }).fill('Entered by mistake.');
  await page.getByRole('button', { name: words.remove.action }).click();
  await page.waitForURL(/\/patients$/);
  await page.getByRole('row').filter({ hasText: 'P-40005' }).waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'P-40006' }).count()).toBe(0);
  expect(desk.faults).toEqual([]);
});

test('a legal hold keeps a patient from being erased; then the password is asked for', async () => {
  const id = await house.patient({ number: 'P-40007', name: 'Vera Example' });
  const chief = await Desk.of(house, 'admin');
  const at = await chief.open(`/patients/${id}`);
  await choose(at, words.placeHold.open);
  await at.getByLabel(words.placeHold.reason, { exact: true }).fill('A claim is pending.');
  await at.getByRole('button', { name: words.placeHold.action }).click();
  await at.getByText(onePatientWords.onHold.says).waitFor();
  await at.getByRole('button', { name: onePatientWords.menu }).click();
  const erase = at.getByRole('menuitem', { name: words.erase.open });
  expect(await erase.getAttribute('aria-disabled')).toBe('true');
  await at.keyboard.press('Escape');

  await choose(at, words.liftHold.open);
  await at.getByLabel(words.liftHold.reason, { exact: true }).fill('It was settled.');
  await at.getByRole('button', { name: words.liftHold.action }).click();
  await closed(at);
  await choose(at, words.erase.open);
  await at.getByLabel(words.erase.number('P-40007')).fill('P-40007');
  await at.getByLabel(words.erase.password).fill('not the password');
  await at.getByRole('button', { name: words.erase.action }).click();
  await at.getByRole('alert').waitFor();
  await at.getByLabel(words.erase.password).fill(password);
  await at.getByRole('button', { name: words.erase.action }).click();
  await at.getByRole('row').filter({ hasText: 'P-40005' }).waitFor();
  expect(await at.getByText('Vera Example').count()).toBe(0);
  await chief.close();
});
