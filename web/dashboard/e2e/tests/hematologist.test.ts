import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { caseWords } from '@/words/case';
import { conclusionWords } from '@/words/conclusion';
import { review } from '@/words/review';
import { shell } from '@/words/shell';
import { notifyWords, worklistWords } from '@/words/worklist';
import { Desk } from '../desk/desk.ts';
import { shownImage } from '../desk/review.ts';
import { given } from '../house/client.ts';
import { House } from '../house/house.ts';
import { realCells, realFields, realImages } from '../house/real.ts';
import { until } from '../house/until.ts';

let house: House;
let opened: string;
let field: string;

beforeAll(async () => {
  if (!realImages) return;
  house = await House.open();
  const patient = await house.patient({ number: 'P-20411', name: 'Rosalind Example' });
  const accession = 'H26-10500';
  opened = await house.case(patient, { specimen: 'peripheral_blood', accession });
  const cells = await house.upload(opened, 'blood-cell', realCells(3));
  [field = ''] = await house.upload(opened, 'blood-disease', realFields(1));
  await house.predicted(cells);
});
afterAll(() => house?.close());

async function theCase() {
  const params = { path: { id: opened } };
  return given(await house.as('hematologist').GET('/api/v1/cases/{id}', { params }));
}

/** Confirms the cells of each class together, once all of them were on screen. */
async function confirmClasses(page: Page): Promise<void> {
  const head = page.getByRole('rowheader');
  const choose = head.getByRole('button', { name: /^Select \d+$/ });
  while ((await choose.count()) > 0) {
    await choose.first().click();
    const confirm = head.getByRole('button', { name: /^Confirm \d+ selected/ });
    await until('every cell of the class was seen', () => confirm.isEnabled());
    await page.keyboard.press('Shift+Enter');
    await confirm.waitFor({ state: 'detached' });
  }
}

test.skipIf(!realImages)('a hematologist’s day, on real images', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/worklist');
  await page.getByText('H26-10500').waitFor();
  await page.keyboard.press('n');
  await page.waitForURL(`**/cases/${opened}*`);
  await page.getByText(/Claimed by you/).waitFor();

  await page.goto(`/cases/${opened}?panel=blood-cell`);
  await page.getByRole('grid', { name: caseWords.gallery.label }).waitFor();
  await confirmClasses(page);

  // What the model could not place, and the field, are read one by one.
  const left = await until('the confirmed are recorded', async () => {
    const { items } = given(
      await house.as('hematologist').GET('/api/v1/images', {
        params: { query: { case: opened, status: 'unverified', limit: 100 } },
      }),
    );
    return items.length < 12 ? (items as { id: string; panel: string }[]) : null;
  });
  for (const { id, panel } of left) {
    await page.goto(`/images/${id}`);
    await shownImage(page);
    await page.keyboard.press(panel === 'blood-disease' ? '3' : '1');
    await page.keyboard.press('Enter');
  }
  await until('every image is read', async () => (await theCase()).images_unverified === 0);

  // A second look: the verdict on the field is amended, with a reason.
  await page.goto(`/images/${field}`);
  await shownImage(page);
  await page.getByText(review.verdict.stands('Thalassemia minor')).first().waitFor();
  await page.keyboard.press('4');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel(review.amend.label).fill('Target cells all over.');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: review.amend.action('Thalassemia major') })
    .click();
  await until('the amendment stands', async () => {
    return (await house.image(field)).verdict?.label === 'thalassemia_major';
  });

  await page.goto(`/cases/${opened}?tab=conclusion`);
  await page
    .getByLabel(conclusionWords.impressions.add)
    .selectOption('blood-disease thalassemia_major');
  await page.getByLabel(conclusionWords.comment).fill('Microcytosis with target cells.');
  await page.getByLabel(conclusionWords.tests).fill('Hemoglobin electrophoresis.');
  await page.getByRole('radio', { name: conclusionWords.stages.final ?? '' }).click();
  await page.getByRole('button', { name: conclusionWords.actions.final }).click();
  await page.getByText(conclusionWords.done.final).waitFor();
  expect((await theCase()).status).toBe('concluded');
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test.skipIf(!realImages)(
  'a critical finding is declared, and who was told is recorded',
  async () => {
    const desk = await Desk.of(house, 'hematologist');
    const page = await desk.open(`/images/${field}`);
    await shownImage(page);
    await page.keyboard.press('!');
    await page.getByRole('dialog').getByLabel(review.critical.label).fill('Blasts.');
    await page.getByRole('dialog').getByRole('button', { name: review.critical.action }).click();
    await page.getByText(review.critical.done).waitFor();
    await page.goto('/worklist');
    await page.getByRole('button', { name: worklistWords.alarm.tell }).first().click();
    await page.getByRole('dialog').getByLabel(notifyWords.told).fill('Dr. Ward, emergency');
    await page.getByRole('dialog').getByRole('button', { name: notifyWords.action }).click();
    await until('it is settled', async () => (await theCase()).alarm?.state === 'notified');
    await page.getByRole('navigation', { name: shell.main }).waitFor();
    expect(desk.faults).toEqual([]);
    await desk.close();
  },
);
