import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseWords } from '@/words/case';
import { alarmWords, conclusionWords } from '@/words/conclusion';
import { notifyWords } from '@/words/worklist';
import { Desk } from '../desk/desk.ts';
import { given } from '../house/client.ts';
import { House } from '../house/house.ts';
import { realCells, realImages } from '../house/real.ts';
import { cell } from '../house/smear.ts';
import { until } from '../house/until.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

async function newCase(accession: string): Promise<string> {
  const patient = await house.patient({ number: `P-${accession}`, name: 'Ada Example' });
  return house.case(patient, { specimen: 'peripheral_blood', accession });
}

async function caseNow(id: string) {
  const params = { path: { id } };
  return given(await house.as('hematologist').GET('/api/v1/cases/{id}', { params }));
}

const cellsIn = (page: Page, group: string) =>
  page.getByRole('gridcell', { name: new RegExp(`, ${group}`) });

test.skipIf(!realImages)(
  'cells of a class are confirmed together once all were seen, and moved by key with a reason',
  async () => {
    const id = await newCase('H26-CELLS');
    const images = await house.upload(id, 'blood-cell', realCells(4));
    await house.predicted(images);
    const desk = await Desk.of(house, 'hematologist');
    const page = await desk.open(`/cases/${id}`);
    const neutrophils = cellsIn(page, 'Neutrophil');
    await neutrophils.first().waitFor();
    const count = await neutrophils.count();
    const verdicts = async () => {
      const found = await Promise.all(images.map((image) => house.image(image)));
      return found.filter(({ verdict }) => verdict);
    };

    await page.getByText(caseWords.allSeen(count)).first().waitFor();
    await neutrophils.first().click();
    await neutrophils.last().click({ modifiers: ['Shift'] });
    await page.keyboard.press('Shift+Enter');
    await page.getByText(caseWords.moved.confirmed(count, 'Neutrophil')).first().waitFor();
    await page.keyboard.press('z');
    await page.getByText(caseWords.moved.takenBack(count)).first().waitFor();

    await neutrophils.first().click();
    await neutrophils.last().click({ modifiers: ['Shift'] });
    await page.keyboard.press('Shift+Enter');
    await until('they are recorded', async () => (await verdicts()).length === count, 60_000);
    for (const { verdict, readings } of await verdicts()) {
      expect(verdict?.label).toBe('neutrophil');
      expect(readings[0]?.bulk).toBe(true);
    }

    const moved = (await neutrophils.first().getAttribute('title')) ?? '';
    await neutrophils.first().click();
    await page.keyboard.press('2');
    await page.getByLabel(caseWords.moveDialog.reason).fill('A round nucleus.');
    await page.getByRole('button', { name: caseWords.moveDialog.action(1, 'Lymphocyte') }).click();
    await cellsIn(page, 'Lymphocyte').and(page.getByTitle(moved)).waitFor();
    await until(
      'it is amended',
      async () => (await verdicts()).some(({ verdict }) => verdict?.amendments === 1),
      60_000,
    );
    expect(desk.faults).toEqual([]);
    await desk.close();
  },
);

test('a conclusion outlives a reload as a draft, is recorded, and amended with a reason', async () => {
  const id = await newCase('H26-CONCLUDED');
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open(`/cases/${id}?tab=conclusion`);
  const add = page.getByLabel(conclusionWords.impressions.add);
  await add.selectOption({ label: 'Iron-deficiency anaemia' });
  await page.getByLabel(conclusionWords.comment).fill('Microcytic, hypochromic red cells.');
  await page.getByText(conclusionWords.draft('').trim()).waitFor();
  await page.reload();
  const comment = page.getByLabel(conclusionWords.comment);
  await comment.waitFor();
  expect(await comment.inputValue()).toBe('Microcytic, hypochromic red cells.');

  await page.getByRole('radio', { name: conclusionWords.stages.final }).click();
  await comment.press('Control+Enter');
  await page.getByText(conclusionWords.done.final).first().waitFor();
  expect((await caseNow(id)).conclusion?.status).toBe('final');

  await page.getByRole('button', { name: conclusionWords.actions.open, exact: true }).click();
  await page.getByLabel(conclusionWords.tests).fill('Ferritin.');
  await page.getByLabel(conclusionWords.reason).fill('The sender asked.');
  await page.getByRole('button', { name: conclusionWords.actions.amend }).click();
  await page.getByText(conclusionWords.amendedBecause('The sender asked.')).waitFor();
  expect((await caseNow(id)).conclusion?.status).toBe('amended');
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('a critical finding is declared, and who was told of it is recorded', async () => {
  const id = await newCase('H26-CRITICAL');
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open(`/cases/${id}?tab=conclusion`);
  await page.getByRole('button', { name: alarmWords.declare.open }).click();
  await page.getByLabel(alarmWords.declare.finding).fill('Blasts with Auer rods.');
  await page.getByRole('button', { name: alarmWords.declare.action }).click();
  await page.getByText(alarmWords.states.declared ?? '').waitFor();
  expect((await caseNow(id)).critical).toBe(true);

  await page.getByRole('button', { name: alarmWords.notify.open }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: notifyWords.told }).fill('Dr. Ward, emergency');
  await dialog.getByRole('button', { name: notifyWords.action }).click();
  await page
    .getByText(/Dr\. Ward, emergency was told/)
    .first()
    .waitFor();
  expect((await caseNow(id)).critical).toBe(false);
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('a technologist voids an image with a reason; its reader sees it go', async () => {
  const id = await newCase('H26-VOID');
  await house.upload(id, 'blood-cell', [cell(1), cell(2)]);
  const reader = await Desk.of(house, 'hematologist');
  const read = await reader.open(`/cases/${id}`);
  await read.getByRole('tab', { name: caseWords.tabs.images(2) }).waitFor();

  const desk = await Desk.of(house, 'technologist');
  const page = await desk.open(`/cases/${id}`);
  await page.getByRole('gridcell').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: caseWords.imageMenu.void }).click();
  await page.getByLabel(caseWords.void.reason).fill('Out of focus.');
  await page.getByRole('button', { name: caseWords.void.action, exact: true }).click();
  await page.getByRole('tab', { name: caseWords.tabs.images(1) }).waitFor();
  await read.getByRole('tab', { name: caseWords.tabs.images(1) }).waitFor();
  expect((await caseNow(id)).images_total).toBe(1);
  await desk.close();
  await reader.close();
});

test('on a phone a case says that conclusions need a larger screen', async () => {
  const id = await newCase('H26-PHONE');
  const desk = await Desk.of(house, 'hematologist', { size: { width: 390, height: 844 } });
  const page = await desk.open(`/cases/${id}?tab=conclusion`);
  await page.getByText(conclusionWords.phone).waitFor();
  const form = page.getByRole('button', { name: conclusionWords.actions.preliminary });
  expect(await form.count()).toBe(0);
  await desk.close();
});
