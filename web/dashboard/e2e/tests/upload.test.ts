import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { uploadWords } from '@/words/upload';
import { Desk } from '../desk/desk.ts';
import { batch } from '../house/batch.ts';
import { given } from '../house/client.ts';
import { House } from '../house/house.ts';
import type { Picture } from '../house/smear.ts';
import { until } from '../house/until.ts';

let house: House;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const { progress } = uploadWords;

async function newCase(accession: string): Promise<string> {
  const patient = await house.patient({ number: `P-${accession}`, name: 'Grace Example' });
  return house.case(patient, { specimen: 'peripheral_blood', accession });
}

/** Opens the upload page on a case and gives it files. */
async function drop(desk: Desk, id: string, files: Picture[]): Promise<Page> {
  const page = await desk.open(`/upload?case=${id}`);
  const ready = page.getByRole('button', { name: uploadWords.drop.files });
  await until('files can be chosen', () => ready.isEnabled());
  await page.locator('input[type=file]').first().setInputFiles(files);
  return page;
}

async function imagesOf(id: string): Promise<number> {
  const params = { path: { id } };
  return given(await house.as('technologist').GET('/api/v1/cases/{id}', { params })).images_total;
}

test('of 200 files two are refused and explained, and the others are there', async () => {
  const id = await newCase('H26-200');
  const files = batch(0, 198);
  const cut = { ...(files[0] as Picture), name: 'cut.png' };
  cut.buffer = cut.buffer.subarray(0, cut.buffer.length / 2);
  const text = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('no picture') };
  files.splice(40, 0, cut);
  files.splice(120, 0, text);

  const desk = await Desk.of(house, 'technologist');
  const page = await drop(desk, id, files);
  await page.getByText(progress.title('198', '200')).waitFor({ timeout: 180_000 });
  await page.getByText(progress.refused(2)).first().waitFor();
  for (const name of ['cut.png', 'notes.png'])
    await page.getByText(uploadWords.looks.refused(name)).waitFor();
  expect(await imagesOf(id)).toBe(198);

  const again = await drop(desk, id, batch(0, 1));
  await again.getByText(uploadWords.looks.duplicateHere('cell-00000.png')).waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('an upload goes on by itself when the server comes back, and nothing is there twice', async () => {
  const id = await newCase('H26-120');
  const desk = await Desk.of(house, 'technologist');
  const page = await drop(desk, id, batch(1_000, 120));
  await until('some are uploaded', async () => (await imagesOf(id)) > 20);
  await house.program.kill();
  await page.getByText(progress.held).waitFor({ timeout: 60_000 });
  await house.program.again();
  await page.getByText(progress.title('120', '120')).waitFor({ timeout: 180_000 });
  expect(await imagesOf(id)).toBe(120);
  await desk.close();
});
