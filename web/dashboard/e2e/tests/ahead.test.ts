import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../desk/desk.ts';
import { House } from '../house/house.ts';
import { cell } from '../house/smear.ts';

let house: House;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

/** A patient with a case and an image of it; gives their ids. */
async function specimen(number: string, accession: string, seed: number) {
  const patient = await house.patient({ number, name: 'Ida Example' });
  const one = await house.case(patient, { accession, specimen: 'peripheral_blood' });
  const [image = ''] = await house.upload(one, 'blood-cell', [cell(seed)]);
  return { patient, one, image };
}

test('the next image of another patient comes with its identifiers', async () => {
  const first = await specimen('P-61001', 'C26-91001', 1);
  const second = await specimen('P-61002', 'C26-91002', 2);
  await house.predicted([first.image, second.image]);
  const desk = await Desk.of(house, 'hematologist');
  const asked: string[] = [];
  desk.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const page = await desk.open(`/images/${first.image}?worklist=true`);
  const ahead = [`/api/v1/cases/${second.one}`, `/api/v1/patients/${second.patient}`];
  await expect
    .poll(() => ahead.every((path) => asked.includes(path)), { timeout: 20_000 })
    .toBe(true);

  const [back, forward] = ['k', 'j'];
  const other = page.getByText('P-61002').first();
  await page.keyboard.press(forward);
  if (
    !(await other.waitFor({ timeout: 2_000 }).then(
      () => true,
      () => false,
    ))
  )
    await page.keyboard.press(back);
  await other.waitFor();
  await page.getByText('C26-91002').first().waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});
