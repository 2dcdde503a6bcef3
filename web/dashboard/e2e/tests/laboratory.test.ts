import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessWords } from '@/words/access';
import { modelWords } from '@/words/models';
import { operationsWords } from '@/words/operations';
import { Desk } from '../desk/desk.ts';
import { given } from '../house/client.ts';
import { House, staff } from '../house/house.ts';
import { until } from '../house/until.ts';

let house: House;
let patient: string;

beforeAll(async () => {
  house = await House.open();
  patient = await house.patient({ number: 'P-20118', name: 'Ada Example', sex: 'female' });
  const params = { path: { id: patient } };
  await house.as('hematologist').GET('/api/v1/patients/{id}', { params });
  await house.as('technologist').GET('/api/v1/users', {});
  // Reads are written down a moment after they were answered.
  await until('the read is in the record', async () => {
    const params = { query: { patient } };
    return given(await house.as('auditor').GET('/api/v1/access', { params })).total > 0;
  });
});
afterAll(() => house.close());

test('an auditor finds who saw a patient, and comes to the history', async () => {
  const desk = await Desk.of(house, 'auditor');
  const page = await desk.open(`/audit?patient=${patient}`);
  const line = page.getByRole('row').filter({ hasText: staff.hematologist.full_name });
  await line.getByText('Saw a patient’s record').waitFor();

  await line.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByText('GET /api/v1/patients/{id}').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await line.getByRole('link').click();
  await page.getByText('P-20118').first().waitFor();
  expect(new URL(page.url()).pathname).toBe(`/patients/${patient}/history`);
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('what narrows the access record stands in the address', async () => {
  const desk = await Desk.of(house, 'auditor');
  const page = await desk.open('/audit');
  const { filters, kinds, menu } = accessWords;
  await page.getByRole('button', { name: filters.kind, exact: true }).click();
  await page.getByRole('option', { name: kinds.access_refused, exact: true }).click();
  await page.waitForURL(/kind=access_refused/);
  const line = page.getByRole('row').filter({ hasText: 'Was refused the list of users' });
  await line.getByRole('button', { name: menu.open }).click();
  await page.getByRole('menuitem', { name: menu.person }).click();
  await page.waitForURL(/user=/);
  await page.reload();
  await page
    .getByRole('button', { name: `${filters.person}: ${staff.technologist.full_name}` })
    .waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('administrators see what waits for the model; others read its card', async () => {
  const admin = await Desk.of(house, 'admin');
  const page = await admin.open('/models');
  await page.getByRole('region', { name: modelWords.matrix.label }).waitFor();
  await page.getByRole('button', { name: modelWords.backfill.open }).click();
  await page.getByText(modelWords.backfill.none('Blood cells')).waitFor();
  const auditor = await Desk.of(house, 'auditor');
  const theirs = await auditor.open('/models');
  await theirs.getByRole('region', { name: modelWords.matrix.label }).waitFor();
  expect(await theirs.getByRole('button', { name: modelWords.backfill.open }).count()).toBe(0);
  expect([...admin.faults, ...auditor.faults]).toEqual([]);
  await admin.close();
  await auditor.close();
});

test('operations say that all is well', async () => {
  const desk = await Desk.of(house, 'admin');
  const page = await desk.open('/operations');
  await page.getByText(operationsWords.well).waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('panels show their classes in their own order', async () => {
  const panels = given(await house.as('auditor').GET('/api/v1/panels', {})).items;
  const desk = await Desk.of(house, 'auditor');
  const page = await desk.open('/panels');
  for (const { title, labels } of panels) {
    const rows = page.getByRole('region', { name: title }).getByRole('rowheader');
    await rows.first().waitFor();
    const names = await rows.allInnerTexts();
    expect(names.map((name) => name.split('\n')[0])).toEqual(labels.map(({ name }) => name));
  }
  expect(desk.faults).toEqual([]);
  await desk.close();
});
