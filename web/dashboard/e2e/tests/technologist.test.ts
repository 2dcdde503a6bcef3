import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseWords } from '@/words/case';
import { caseFormWords } from '@/words/cases';
import { patientWords } from '@/words/patients';
import { shell } from '@/words/shell';
import { signInWords } from '@/words/sign-in';
import { uploadWords } from '@/words/upload';
import { Desk } from '../desk/desk.ts';
import { scan } from '../desk/scan.ts';
import { password } from '../house/client.ts';
import { House, staff } from '../house/house.ts';
import { realCells, realFields, realImages } from '../house/real.ts';
import { until } from '../house/until.ts';

let house: House;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

test.skipIf(!realImages)('a technologist’s day, on real images', async () => {
  const desk = await Desk.empty(house.url);
  const page = await desk.open('/sign-in');
  await page.getByLabel(signInWords.username).fill(staff.technologist.username);
  await page.getByLabel(signInWords.password).fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: shell.main }).waitFor();

  // A patient nobody knows yet brings a specimen.
  await page.getByRole('link', { name: shell.places.cases, exact: true }).first().click();
  await page.getByRole('button', { name: caseFormWords.register.open }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').first().fill('P-20411');
  await dialog.getByText(caseFormWords.patient.add('P-20411')).click();
  await dialog.getByLabel(patientWords.fields.name).fill('Rosalind Example');
  await dialog.getByLabel(patientWords.fields.sex).selectOption('female');
  await dialog.getByLabel(patientWords.fields.born).fill('1971-07-25');
  await dialog.getByRole('button', { name: patientWords.add.action }).click();
  await dialog.getByLabel(caseFormWords.fields.accession).fill('H26-10500');
  await dialog.getByLabel(caseFormWords.fields.priority).selectOption('urgent');
  await dialog.getByLabel(caseFormWords.fields.stain).fill('May-Grünwald-Giemsa');
  await dialog.getByRole('button', { name: caseFormWords.register.action }).click();
  await page.getByText(caseFormWords.register.done('H26-10500')).waitFor();

  // The tube's label is scanned on another page.
  await page.getByRole('link', { name: shell.places.worklist, exact: true }).first().click();
  await page.getByRole('heading', { level: 1, name: shell.places.worklist }).waitFor();
  await scan(page, 'H26-10500');
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  await page.getByRole('link', { name: caseWords.gallery.upload }).click();

  const files = [...realCells(2), ...realCells(2).slice(0, 1)];
  const cut = { ...realCells(1)[3], name: 'cut.jpg' } as (typeof files)[number];
  cut.buffer = cut.buffer.subarray(0, 3_000);
  const choose = page.getByRole('button', { name: uploadWords.drop.files });
  await until('files can be chosen', () => choose.isEnabled());
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files, cut]);
  await page.getByText(uploadWords.progress.refused(1)).first().waitFor({ timeout: 60_000 });
  await page.getByText(uploadWords.looks.refused('cut.jpg')).waitFor();
  await page.getByLabel(uploadWords.options.panel).selectOption('blood-disease');
  await page.locator('input[type=file]').first().setInputFiles(realFields(2));
  await page.getByRole('link', { name: uploadWords.progress.open }).click({ timeout: 60_000 });

  // Predictions come by themselves.
  const gallery = page.getByRole('grid', { name: caseWords.gallery.label });
  await gallery.getByText('Neutrophil', { exact: true }).first().waitFor({ timeout: 60_000 });
  await page.getByRole('tab', { name: caseWords.tabs.images(18) }).waitFor();
  expect(await page.getByRole('button', { name: /Confirm/ }).count()).toBe(0);
  expect(desk.faults).toEqual([]);
  await desk.close();
});
