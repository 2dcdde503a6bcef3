import { afterAll, beforeAll, expect, test } from 'vitest';
import { review } from '@/words/review';
import { Desk } from '../desk/desk.ts';
import { nextShown, shownImage } from '../desk/review.ts';
import { batch } from '../house/batch.ts';
import { given } from '../house/client.ts';
import { House } from '../house/house.ts';
import { realCells, realImages } from '../house/real.ts';
import { until } from '../house/until.ts';

let house: House;
let opened: string;
let images: string[];

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-50', name: 'Grace Example' });
  opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-50' });
  const pictures = realImages ? realCells(7).slice(0, 50) : batch(0, 50);
  images = await house.upload(opened, 'blood-cell', pictures);
  await house.predicted(images);
});
afterAll(() => house.close());

async function labels(): Promise<string[]> {
  const { items } = given(await house.as('hematologist').GET('/api/v1/panels'));
  return items.find(({ id }) => id === 'blood-cell')?.labels.map(({ id }) => id) ?? [];
}

async function unread(): Promise<number> {
  const params = { path: { id: opened } };
  const one = given(await house.as('hematologist').GET('/api/v1/cases/{id}', { params }));
  return one.images_unverified;
}

test('fifty images are reviewed by keyboard alone, and one verdict is taken back', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open(`/images/${images[0]}?worklist=true`);
  const known = await labels();
  let shown = await shownImage(page);
  const chosen = new Map<string, string>();
  for (let one = 0; one < images.length; one++) {
    const image = shown ?? '';
    const [prediction] = (await house.image(image)).predictions;
    const label = one % 10 === 9 ? 'uncertain' : (prediction?.label ?? 'neutrophil');
    await page.keyboard.press(label === 'uncertain' ? 'u' : String(known.indexOf(label) + 1));
    await page.keyboard.press('Enter');
    chosen.set(image, label);
    if (one === 3) shown = await takenBackAndGivenAgain(image);
    else if (chosen.size < images.length) shown = await nextShown(page, image);
  }
  await page.getByText(review.queueDone).waitFor();
  expect(chosen.size).toBe(images.length);
  await until('all are recorded', async () => (await unread()) === 0, 60_000);
  for (const [image, label] of chosen)
    expect((await house.image(image)).verdict?.label, image).toBe(label);
  expect(desk.faults).toEqual([]);
  await desk.close();

  async function takenBackAndGivenAgain(image: string): Promise<string> {
    await nextShown(page, image);
    await page.keyboard.press('z');
    expect(await nextShown(page, await shownImage(page))).toBe(image);
    await page.keyboard.press('Enter');
    return nextShown(page, image);
  }
});
