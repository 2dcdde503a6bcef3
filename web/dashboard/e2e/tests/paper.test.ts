import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseWords } from '@/words/case';
import { shell } from '@/words/shell';
import { dayAndTime } from '@/words/time';
import { Desk } from '../desk/desk.ts';
import { given } from '../house/client.ts';
import { House, staff } from '../house/house.ts';
import { cell } from '../house/smear.ts';

let house: House;
let desk: Desk;
let opened: string;
let images: string[];

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-60001', name: 'Rosa Example' });
  opened = await house.case(patient, { accession: 'C26-90001', specimen: 'peripheral_blood' });
  images = await house.upload(opened, 'blood-cell', [cell(1), cell(2), cell(3)]);
  await house.verdict(images[0] ?? '', 'basophil', { comment: 'Coarse granules.' });
  const params = { path: { id: opened } };
  const body = { stage: 'preliminary' as const, impressions: [], comment: 'Basophilia.' };
  given(await house.as('hematologist').PUT('/api/v1/cases/{id}/conclusion', { params, body }));
  desk = await Desk.of(house, 'hematologist', { theme: 'dark' });
  await desk.page.addInitScript(() => {
    window.print = () => {
      Object.assign(window, { printed: true });
    };
  });
});
afterAll(async () => {
  await desk.close();
  await house.close();
});

const printed = (page: Page) =>
  page.waitForFunction(() => (window as { printed?: boolean }).printed === true);
const seen = (page: Page, text: string) =>
  page.locator('[data-sheet]').getByText(text).first().waitFor();

/** On paper: the identifiers and the statement, and nothing to press. */
async function isSheet(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'print' });
  for (const text of ['P-60001', 'C26-90001', 'Rosa Example', shell.researchUse])
    await seen(page, text);
  for (const role of ['navigation', 'button', 'tab'] as const)
    expect(await page.getByRole(role).filter({ visible: true }).count(), role).toBe(0);
  const ground = await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  expect(ground).toBe('light');
  const pictures = await page
    .locator('[data-sheet] img')
    .evaluateAll((all) => all.map((one) => (one as HTMLImageElement).naturalWidth > 0));
  expect(pictures.length).toBeGreaterThan(0);
  expect(pictures.every(Boolean)).toBe(true);
}

/** Back on the screen nothing of the sheet is left. */
async function isScreen(page: Page): Promise<void> {
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.locator('[data-sheet]').waitFor({ state: 'detached' });
}

test('a case is printed with its conclusion and its images', async () => {
  const page = await desk.open(`/cases/${opened}`);
  await page.getByRole('tab', { name: caseWords.tabs.images(3) }).waitFor();
  await page.keyboard.press('Control+p');
  await printed(page);
  await isSheet(page);
  for (const text of ['Basophilia.', 'Basophil', caseWords.sheet.noVerdict]) await seen(page, text);
  await seen(page, caseWords.sheet.images('3', '3'));
  // Others read it on other days: by name and date.
  await seen(page, `${staff.hematologist.full_name}, ${dayAndTime(Date.now()).slice(0, 11)}`);
  await isScreen(page);
});

test('an image is printed with its verdict, also from the browser’s own menu', async () => {
  const page = await desk.open(`/images/${images[0]}`);
  await page.getByText('P-60001').first().waitFor();
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  await page.locator('[data-sheet] img').evaluate((one) => (one as HTMLImageElement).decode());
  await isSheet(page);
  for (const text of ['Basophil', 'Coarse granules.']) await seen(page, text);
  await isScreen(page);
  expect(desk.faults).toEqual([]);
});
