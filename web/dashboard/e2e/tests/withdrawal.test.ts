import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseWords } from '@/words/case';
import { caseFormWords, caseListWords } from '@/words/cases';
import { Desk } from '../desk/desk.ts';
import { given } from '../house/client.ts';
import { House } from '../house/house.ts';
import { cell } from '../house/smear.ts';

const words = caseFormWords.withdraw;
const WHY = 'Opened for the wrong patient.';

let house: House;
let desk: Desk;
let wrong: string;
let right: string;

beforeAll(async () => {
  house = await House.open();
  desk = await Desk.of(house, 'technologist');
  wrong = await house.patient({ number: 'P-50001', name: 'Lena Example' });
  right = await house.patient({ number: 'P-50002', name: 'Lena Example' });
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const opened = (patient: string, accession: string) =>
  house.case(patient, { accession, specimen: 'peripheral_blood' });

async function choose(accession: string, item: string): Promise<void> {
  await desk.page.getByRole('button', { name: caseFormWords.menu(accession) }).click();
  await desk.page.getByRole('menuitem', { name: item }).click();
}

async function withdraw(accession: string): Promise<void> {
  await choose(accession, words.open);
  await desk.page.getByLabel(words.reason, { exact: true }).fill(WHY);
  await desk.page.getByRole('button', { name: words.action }).click();
  await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
}

test('a case opened for the wrong patient is withdrawn, and its number goes to the right one', async () => {
  const { page } = desk;
  const id = await opened(wrong, 'C26-88001');
  await desk.open(`/cases/${id}`);
  await withdraw('C26-88001');
  await page.getByText(words.done('C26-88001')).waitFor();
  await page.getByText(WHY).waitFor();
  await page.getByText(caseWords.withdrawn.says).waitFor();
  await page.getByText(caseWords.gallery.noneWithdrawn).waitFor();

  await desk.open('/cases');
  await page.getByText(caseListWords.empty.none).waitFor();
  await opened(right, 'C26-88001');
  await desk.open('/cases?status=withdrawn');
  await page.getByRole('row').filter({ hasText: 'P-50001' }).waitFor();
  await choose('C26-88001', caseFormWords.reinstate.open);
  await page.getByText('Another case has this accession number.').waitFor();
  await desk.open(`/cases/${id}/history`);
  await page.getByText(`withdrew the case as opened in error: ${WHY}`).first().waitFor();
});

test('a withdrawal is taken back where it was said', async () => {
  const { page } = desk;
  await opened(right, 'C26-88002');
  await desk.open('/cases?q=88002');
  const row = page.getByRole('row').filter({ hasText: 'C26-88002' });
  await row.waitFor();
  await withdraw('C26-88002');
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: caseFormWords.reinstate.open }).click();
  await row.waitFor();
  await page.getByText(caseFormWords.reinstate.done('C26-88002')).waitFor();
});

test('a case that holds something says so before anything is typed', async () => {
  const { page } = desk;
  const id = await opened(right, 'C26-88003');
  await house.upload(id, 'blood-cell', [cell(1, 'neutrophil')]);
  await desk.open(`/cases/${id}`);
  await choose('C26-88003', words.open);
  await page.getByRole('dialog').getByText(words.images(1)).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

test('a reader sees that a case was withdrawn and cannot work on it', async () => {
  const id = await opened(wrong, 'C26-88004');
  const params = { path: { id } };
  const body = { reason: WHY };
  given(await house.as('technologist').DELETE('/api/v1/cases/{id}', { params, body }));
  const reader = await Desk.of(house, 'hematologist');
  await reader.open(`/cases/${id}`);
  await reader.page.getByText(WHY).waitFor();
  const offers = [caseWords.claim.take, caseFormWords.reinstate.open];
  for (const name of offers)
    expect(await reader.page.getByRole('button', { name }).count()).toBe(0);
  await reader.close();
  expect([...desk.faults, ...reader.faults]).toEqual([]);
});
