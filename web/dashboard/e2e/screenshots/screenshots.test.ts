import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { Desk, desktop, phone } from '../desk/desk.ts';
import { type Place, places } from '../desk/places.ts';
import { quiet } from '../desk/quiet.ts';
import { type Furnished, furnish } from '../house/furnish.ts';
import { House } from '../house/house.ts';
import { output } from '../house/program.ts';

const folder = join(output, 'screenshots');
const looks = [
  { name: 'light', theme: 'light', size: desktop, touch: false },
  { name: 'dark', theme: 'dark', size: desktop, touch: false },
  { name: 'phone', theme: 'light', size: phone, touch: true },
] as const;

let house: House;
let furnished: Furnished;

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  house = await House.open();
  furnished = await furnish(house);
});
afterAll(() => house.close());

async function shoot(desk: Desk, place: Place, look: string): Promise<void> {
  const page = await desk.open(place.path);
  await quiet(page);
  await page.screenshot({ path: join(folder, `${place.name}-${look}.png`) });
}

test.each(looks)('every page, $name', async ({ name, ...look }) => {
  const desks = new Map<string | null, Desk>();
  for (const place of places(furnished)) {
    const { role } = place;
    const desk =
      desks.get(role) ??
      (role ? await Desk.of(house, role, look) : await Desk.empty(house.url, look));
    desks.set(role, desk);
    await shoot(desk, place, name);
  }
  for (const desk of desks.values()) await desk.close();
});
