import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseWords } from '@/words/case';
import { historyWords } from '@/words/history';
import { review } from '@/words/review';
import { shell } from '@/words/shell';
import { barriers } from '../desk/axe.ts';
import { Desk } from '../desk/desk.ts';
import { shownImage } from '../desk/review.ts';
import { House } from '../house/house.ts';
import { cell } from '../house/smear.ts';

let house: House;
let opened: string;
let image: string;

const narrow = { width: 900, height: 800 };
/** A window of 1440 × 900 at 400 %. */
const zoomed = { width: 360, height: 225 };

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-900', name: 'Grace Example' });
  opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-900' });
  const pictures = [cell(3), cell(4), cell(5)];
  [image = ''] = await house.upload(opened, 'blood-cell', pictures);
  await house.predicted([image]);
});
afterAll(() => house.close());

test('where there is little room the verdict is a drawer, and nothing is chosen unseen', async () => {
  const desk = await Desk.of(house, 'hematologist', { size: narrow });
  const page = await desk.open(`/images/${image}`);
  await shownImage(page);
  const panel = page.getByRole('complementary', { name: review.verdict.label });
  await panel.waitFor();
  await page.keyboard.press('v');
  await panel.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: shell.drawer.open(review.verdict.label) }).waitFor();
  expect(await barriers(page)).toEqual([]);
  await page.keyboard.press('2');
  await panel.getByRole('radio', { name: 'Lymphocyte', checked: true }).waitFor();
  await page.keyboard.press('Escape');
  await panel.waitFor({ state: 'hidden' });
  // What cannot be seen is not recorded: Enter shows it first.
  await page.keyboard.press('Enter');
  await panel.waitFor();
  expect((await house.image(image)).verdict ?? null).toBeNull();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('the differential and the state then and now are drawers too', async () => {
  const desk = await Desk.of(house, 'hematologist', { size: { width: 700, height: 800 } });
  const page = await desk.open(`/cases/${opened}`);
  const differential = page.getByRole('complementary', { name: caseWords.differential.title });
  await page.getByRole('button', { name: caseWords.differential.open }).click();
  await differential.waitFor();
  await page.keyboard.press('Escape');
  await differential.waitFor({ state: 'hidden' });

  await page.goto(`/cases/${opened}/history`);
  const state = page.getByRole('complementary', { name: historyWords.thenAndNow.cases });
  await page.getByRole('button', { name: historyWords.drawer }).click();
  await state.waitFor();
  await page.keyboard.press('v');
  await state.waitFor({ state: 'hidden' });
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('at 400 % nothing is cut off at the side, and the research use is told', async () => {
  const desk = await Desk.of(house, 'admin', { size: zoomed });
  for (const path of [
    '/worklist',
    '/cases',
    `/cases/${opened}`,
    `/images/${image}`,
    '/overview',
    '/images',
  ]) {
    const page = await desk.open(path);
    const over = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await over(), path).toBeLessThanOrEqual(0);
    await page.getByText(shell.researchUse).filter({ visible: true }).first().waitFor();
  }
  await desk.close();
});
