import { afterAll, beforeAll, expect, test } from 'vitest';
import { House } from '../house/house.ts';
import { cell, field } from '../house/smear.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

test('drawn smears are taken, and the model answers on cells', async () => {
  const patient = await house.patient({ number: 'P-0001', name: 'Grace Example' });
  const opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-0001' });
  const cells = await house.upload(opened, 'blood-cell', [cell(1), cell(2)]);
  const fields = await house.upload(opened, 'blood-disease', [field(1)]);
  const answered = await house.predicted(cells);
  expect(answered.every(({ predictions }) => predictions.length === 1)).toBe(true);
  expect((await house.image(fields[0] ?? '')).width).toBe(1280);
});
