import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { modelWords as words } from '@/words/models';
import { Desk } from '../desk/desk.ts';
import { given } from '../house/client.ts';
import { House } from '../house/house.ts';
import { root } from '../house/program.ts';
import { cell } from '../house/smear.ts';
import { until } from '../house/until.ts';

const first = 'blood-cell-hrnet-w18-small';
const second = 'blood-cell-second';
const panel = 'Blood cells';
const cells = 4;

let packs: string;
let house: House;
let images: string[];

/** The shipped pack, and one that is the same but for its name: another model to the program. */
function twoPacks(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hemaclassify-packs-'));
  const shipped = join(root, 'models', first);
  for (const name of [first, second]) cpSync(shipped, join(folder, name), { recursive: true });
  const manifest = join(folder, second, 'pack.toml');
  const named = readFileSync(manifest, 'utf8').replace(`name = "${first}"`, `name = "${second}"`);
  writeFileSync(manifest, named);
  return folder;
}

beforeAll(async () => {
  packs = twoPacks();
  house = await House.open(['--models', packs]);
  const { items } = given(await house.as('admin').GET('/api/v1/models'));
  const id = items.find(({ name }) => name === first)?.id ?? '';
  const params = { path: { id } };
  given(await house.as('admin').POST('/api/v1/models/{id}/activate', { params }));
  const patient = await house.patient({ number: 'P-61', name: 'Ada Example' });
  const opened = await house.case(patient, { specimen: 'peripheral_blood' });
  const pictures = Array.from({ length: cells }, (_, at) => cell(600 + at));
  images = await house.upload(opened, 'blood-cell', pictures);
  await house.predicted(images);
});
afterAll(async () => {
  await house.close();
  rmSync(packs, { recursive: true, force: true });
});

const modelsOf = async (image: string) =>
  (await house.image(image)).predictions.map(({ model_name }) => model_name);

async function activate(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { name, level: 2 }).waitFor();
  await page.getByRole('button', { name: words.activate.open, exact: true }).click();
  await page.getByRole('button', { name: words.activate.action(panel) }).click();
  await page.getByText(words.activate.done(name, panel)).waitFor();
}

test('another model is activated, predicts for earlier images, and the first one comes back', async () => {
  const desk = await Desk.of(house, 'admin');
  const page = await desk.open('/models');
  await activate(page, second);
  await page.getByText(words.backfill.waiting(cells, panel)).waitFor();
  await page.getByRole('button', { name: words.backfill.action(cells) }).click();
  await page.getByText(words.backfill.done).waitFor();
  for (const image of images)
    await until('both models have answered', async () => {
      return (await modelsOf(image)).join() === [first, second].join();
    });

  // The first one has answered for all of them already: nothing is offered.
  await activate(page, first);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const { items } = given(await house.as('admin').GET('/api/v1/models'));
  expect(items.filter(({ active }) => active).map(({ name }) => name)).toEqual([first]);
  expect(desk.faults).toEqual([]);
  await desk.close();
});
