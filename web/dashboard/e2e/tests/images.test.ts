import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageListWords as words } from '@/words/images';
import { overviewWords } from '@/words/overview';
import { review } from '@/words/review';
import { Desk } from '../desk/desk.ts';
import { nextShown, shownImage } from '../desk/review.ts';
import { House } from '../house/house.ts';
import { cell } from '../house/smear.ts';

const cells = 4;
/** On so many of them the reader says something else than the model. */
const differ = 2;

let house: House;

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-81', name: 'Grace Example' });
  const opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-81' });
  const pictures = Array.from({ length: cells }, (_, at) => cell(810 + at));
  const images = await house.upload(opened, 'blood-cell', pictures);
  for (const [at, { id, predictions }] of (await house.predicted(images)).entries()) {
    const said = predictions[0]?.label ?? '';
    const other = said === 'basophil' ? 'monocyte' : 'basophil';
    await house.verdict(id, at < differ ? other : said);
  }
});
afterAll(() => house.close());

test('a figure leads to its images, which are gone through one after the other', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/overview');
  await page.getByRole('link', { name: overviewWords.decisions.disagree }).click();
  await page.waitForURL(/\/images\?/);
  await page.getByText(words.shown(`${differ}`, `${differ}`)).waitFor();
  const rows = page.getByRole('row').filter({ hasText: 'P-81' });
  expect(await rows.count()).toBe(differ);
  await rows.first().getByText('H26-81').waitFor();

  await rows.first().focus();
  await page.keyboard.press('Enter');
  const first = await shownImage(page);
  await page.getByText(review.of('1', `${differ}`)).waitFor();
  await page.keyboard.press('j');
  await nextShown(page, first);
  await page.getByText(review.of('2', `${differ}`)).waitFor();
  await page.getByRole('link', { name: review.images, exact: true }).click();
  await page.getByText(words.shown(`${differ}`, `${differ}`)).waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});
