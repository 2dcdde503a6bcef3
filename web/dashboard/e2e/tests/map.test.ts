import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { review } from '@/words/review';
import { Desk } from '../desk/desk.ts';
import { batch } from '../house/batch.ts';
import { House } from '../house/house.ts';
import { output } from '../house/program.ts';
import { realCells, realImages } from '../house/real.ts';

let house: House;
let images: string[];

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-60', name: 'Mary Example' });
  const opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-60' });
  const pictures = realImages ? realCells(5).slice(0, 2) : batch(0, 2);
  images = await house.upload(opened, 'blood-cell', pictures);
  await house.predicted(images);
});
afterAll(() => house.close());

test('the map of where the model sees a class lies on the image, for any class, until it is switched off', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open(`/images/${images[0]}`);
  const map = page.getByRole('img', { name: review.map.picture });
  const stage = page.getByRole('region', { name: review.stage.label });
  await page.locator(`[data-shown="${images[0]}"]`).waitFor();
  expect(await map.count(), 'it is off').toBe(0);

  await page.keyboard.press('m');
  await map.waitFor();
  await page.getByText(review.map.says).waitFor();
  const [leading] = (await house.image(images[0] ?? '')).predictions;
  const [drawn] = (await house.image(images[0] ?? '')).explanations;
  expect(drawn?.label).toBe(leading?.label);
  const mask = await map.evaluate((element) => getComputedStyle(element).maskImage);
  expect(mask).toContain(`/explanations/${leading?.model}/${leading?.label}`);
  await page.screenshot({ path: join(output, 'map.png') });

  // It lies on the image, however that is turned and enlarged.
  const place = async () => (await map.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const before = await place();
  expect(Math.abs(before.width - before.height)).toBeLessThan(2);
  await page.keyboard.press('+');
  await expect.poll(async () => (await place()).width / before.width).toBeGreaterThan(1.3);
  await page.keyboard.press('f');
  await expect.poll(async () => Math.abs((await place()).width - before.width)).toBeLessThan(2);

  await page.getByRole('button', { name: review.map.choose }).click();
  const other = leading?.label === 'platelet' ? 'Neutrophil' : 'Platelet';
  await page.getByRole('menuitemcheckbox', { name: other }).click();
  await expect
    .poll(() => map.evaluate((element) => getComputedStyle(element).maskImage))
    .toContain(other.toLowerCase());

  await page.keyboard.press('m');
  await expect.poll(() => map.count()).toBe(0);
  await page.keyboard.press('m');
  await map.waitFor();
  await page.keyboard.press('j');
  await page.locator(`[data-shown="${images[1]}"]`).waitFor();
  expect(await map.count(), 'on the next image it is off').toBe(0);
  await stage.waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});
