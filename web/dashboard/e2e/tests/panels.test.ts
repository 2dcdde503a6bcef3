import { afterAll, beforeAll, expect, test } from 'vitest';
import { blood } from '@/words/blood';
import { caseWords } from '@/words/case';
import { panelWords as words } from '@/words/panels';
import { review } from '@/words/review';
import { barriers } from '../desk/axe.ts';
import { Desk } from '../desk/desk.ts';
import { shownImage } from '../desk/review.ts';
import { given } from '../house/client.ts';
import { House } from '../house/house.ts';
import { cell } from '../house/smear.ts';
import { until } from '../house/until.ts';

let house: House;
let opened: string;
let images: string[];

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-71', name: 'Grace Example' });
  opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-71' });
  const pictures = [cell(701), cell(702), cell(703)];
  images = await house.upload(opened, 'blood-cell', pictures);
  await house.predicted(images);
});
afterAll(() => house.close());

const panelOf = async (id: string) => {
  const { items } = given(await house.as('admin').GET('/api/v1/panels'));
  return items.find((panel) => panel.id === id);
};

test('an administrator revises a panel: names, order, critical, new and retired classes, how it is read', async () => {
  const desk = await Desk.of(house, 'admin');
  const page = await desk.open('/panels');
  const cells = page.getByRole('region', { name: 'Blood cells', exact: true });
  await cells.getByRole('button', { name: words.revise.open }).click();
  const dialog = page.getByRole('dialog');
  const row = (name: string) => dialog.getByRole('group', { name, exact: true });
  expect(await barriers(page)).toEqual([]);

  await row('Immature granulocyte').getByLabel(words.critical).check();
  await row('Platelet').getByLabel(words.revise.retired).check();
  await dialog.getByRole('button', { name: words.revise.down('Neutrophil') }).click();
  await row('Basophil').getByLabel(words.revise.name).fill('Basophil granulocyte');
  await dialog.getByRole('button', { name: words.revise.add }).click();
  await row(words.revise.newClass).getByLabel(words.revise.code).fill('bla');
  await row(words.revise.newClass).getByLabel(words.revise.name).fill('Blast');
  await dialog.getByLabel(words.revise.threshold).fill('0.2');
  await dialog.getByLabel(words.revise.blind).check();
  await dialog.getByRole('button', { name: words.revise.action }).click();
  await dialog.waitFor({ state: 'detached' });
  await cells.getByText(words.blind, { exact: true }).waitFor();
  await cells.getByText('Basophil granulocyte').waitFor();

  const now = await panelOf('blood-cell');
  expect(now?.version).toBe(2);
  expect(now?.critical_threshold).toBe(0.2);
  expect(now?.labels.slice(0, 2).map(({ id }) => id)).toEqual(['lymphocyte', 'neutrophil']);
  expect(now?.labels.at(-1)).toMatchObject({ id: 'blast', code: 'BLA', retired: false });
  expect(now?.labels.find(({ id }) => id === 'ig')?.critical).toBe(true);
  expect(now?.labels.find(({ id }) => id === 'platelet')?.retired).toBe(true);
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('a blind reader sees neither the model nor groups of it, and both after the verdict', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open(`/cases/${opened}`);
  const heads = page.getByRole('grid').getByRole('rowheader');
  await heads.filter({ hasText: caseWords.readBlind }).waitFor();
  expect(await heads.count()).toBe(1);

  const [image = ''] = images;
  await page.goto(`/images/${image}`);
  await shownImage(page);
  await page.getByText(blood.blind.says).waitFor();
  expect(await page.getByText(blood.modelsProbability).count()).toBe(0);
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await until('the verdict is recorded', async () => (await house.image(image)).verdict != null);
  await page.goto(`/images/${image}`);
  await page
    .getByText(blood.modelsProbability)
    .or(page.getByText(blood.outsideNote.title))
    .first()
    .waitFor();
  const panel = page.getByRole('complementary', { name: review.verdict.label });
  await panel.getByText('Lymphocyte').first().waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});
