import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../desk/desk.ts';
import { House } from '../house/house.ts';
import { memory } from './memory.ts';
import { toEnd } from './to-end.ts';

const rows = Number(process.env.ROWS ?? 10_000);
/** Requests at once while the list is made. */
const atOnce = 20;

let house: House;

beforeAll(async () => {
  house = await House.open();
  for (let from = 0; from < rows; from += atOnce) {
    const numbers = Array.from({ length: Math.min(atOnce, rows - from) }, (_, at) => from + at);
    await Promise.all(
      numbers.map((number) =>
        house.patient({ number: `L-${number}`, name: `Example ${number}`, sex: 'female' }),
      ),
    );
  }
}, 3_600_000);
afterAll(() => house.close());

test('a long list is read to its end', async () => {
  const desk = await Desk.of(house, 'technologist');
  const page = await desk.open('/patients');
  await page.getByRole('row').nth(2).waitFor();
  const before = await memory(page);
  const ended = await toEnd(page, rows);
  console.log(JSON.stringify({ rows, ended, before, after: await memory(page) }, null, 2));
  await desk.close();
  expect(ended).toMatchObject({ reached: rows, blankFrames: 0 });
}, 1_800_000);
