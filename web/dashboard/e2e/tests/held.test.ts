import { afterAll, beforeAll, expect, test } from 'vitest';
import { UNDO_MS } from '@/outbox/held';
import { outboxWords } from '@/words/outbox';
import { review } from '@/words/review';
import { Desk } from '../desk/desk.ts';
import { nextShown, shownImage } from '../desk/review.ts';
import { batch } from '../house/batch.ts';
import { House } from '../house/house.ts';
import { until } from '../house/until.ts';

let house: House;
let images: string[];

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-7', name: 'Held Example' });
  const opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-7' });
  images = await house.upload(opened, 'blood-cell', batch(0, 6));
  await house.predicted(images);
});
afterAll(() => house.close());

/** Opens an image and records the first class for it. */
async function recorded(image: string | undefined) {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open(`/images/${image}`);
  expect(await shownImage(page)).toBe(image);
  await page.keyboard.press('1');
  await page.getByRole('button', { name: review.verdict.record('Neutrophil') }).waitFor();
  await page.keyboard.press('Enter');
  await nextShown(page, image ?? null);
  return { desk, page };
}

const labelOf = async (image: string | undefined) =>
  (await house.image(image ?? '')).verdict?.label;
const sent = (image: string | undefined) =>
  until('the verdict arrives', async () => (await labelOf(image)) === 'neutrophil', 30_000);

test('a verdict is sent when it can no longer be taken back, and not before', async () => {
  const { desk } = await recorded(images[0]);
  expect(await labelOf(images[0])).toBeUndefined();
  await sent(images[0]);
  await desk.close();
});

test('a verdict is sent when its page is left, well before that', async () => {
  const { desk, page } = await recorded(images[1]);
  const left = Date.now();
  await page.goto('/account');
  await sent(images[1]);
  expect(Date.now() - left).toBeLessThan(UNDO_MS);
  await desk.close();
});

test('without a connection a verdict is kept, and sent when there is one again', async () => {
  const { desk, page } = await recorded(images[2]);
  await desk.context.setOffline(true);
  await page.getByText(outboxWords.notSent).waitFor({ timeout: 20_000 });
  expect(await labelOf(images[2])).toBeUndefined();
  await desk.context.setOffline(false);
  await sent(images[2]);
  await desk.close();
});

test('a verdict that came too late is a draft beside the one that stands', async () => {
  const { desk, page } = await recorded(images[3]);
  await house.verdict(images[3] ?? '', 'basophil');
  await page.getByRole('button', { name: outboxWords.look }).click({ timeout: 20_000 });
  await page.getByText(outboxWords.refused).first().waitFor();
  await page.getByRole('button', { name: review.verdict.amend('Neutrophil') }).waitFor();
  expect(await labelOf(images[3])).toBe('basophil');
  await desk.close();
});
