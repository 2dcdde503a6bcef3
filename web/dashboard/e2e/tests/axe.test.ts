import { afterAll, beforeAll, expect, test } from 'vitest';
import { barriers } from '../desk/axe.ts';
import { Desk, desktop, phone } from '../desk/desk.ts';
import { places } from '../desk/places.ts';
import { quiet } from '../desk/quiet.ts';
import { type Furnished, furnish } from '../house/furnish.ts';
import { House } from '../house/house.ts';

let house: House;
let furnished: Furnished;

beforeAll(async () => {
  house = await House.open();
  furnished = await furnish(house);
});
afterAll(() => house.close());

const looks = [
  { theme: 'light', size: desktop, touch: false, name: 'light' },
  { theme: 'dark', size: desktop, touch: false, name: 'dark' },
  { theme: 'light', size: phone, touch: true, name: 'a phone' },
] as const;

test.each(looks)('axe finds nothing serious on any page: $name', async (look) => {
  const found: string[] = [];
  for (const { name, path, role } of places(furnished)) {
    const desk = role ? await Desk.of(house, role, look) : await Desk.empty(house.url, look);
    const page = await desk.open(path);
    await quiet(page);
    const said = [...(await barriers(page)), ...desk.faults];
    found.push(...said.map((line) => `${name}: ${line}`));
    await desk.close();
  }
  expect(found).toEqual([]);
});
