import { afterAll, beforeAll, expect, test } from 'vitest';
import { shell } from '@/words/shell';
import { Desk } from '../desk/desk.ts';
import type { Role } from '../house/client.ts';
import { House } from '../house/house.ts';

let house: House;

beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house.close());

const { worklist, cases, patients, upload, users } = shell.places;

/** What the side bar leads to, and what is not open to a role even by its address. */
const limits: { role: Role; sees: string[]; closed: [string, string][] }[] = [
  { role: 'admin', sees: [worklist, cases, patients, users], closed: [['/upload', upload]] },
  {
    role: 'technologist',
    sees: [worklist, cases, patients, upload],
    closed: [['/users', users]],
  },
  {
    role: 'hematologist',
    sees: [worklist, cases, patients],
    closed: [
      ['/users', users],
      ['/upload', upload],
    ],
  },
  {
    role: 'auditor',
    sees: [],
    closed: [
      ['/worklist', worklist],
      ['/cases', cases],
      ['/users', users],
    ],
  },
];

test.each(limits)('what a $role may open', async ({ role, sees, closed }) => {
  const desk = await Desk.of(house, role);
  const page = await desk.open('/');
  const links = page.getByRole('navigation', { name: shell.main }).getByRole('link');
  const names = await links.allInnerTexts();
  expect(names).toEqual(expect.arrayContaining(sees));
  for (const [path, name] of closed) {
    expect(names).not.toContain(name);
    await page.goto(path);
    await page.getByText(shell.forbidden(name, shell.roles[role])).waitFor();
  }
  expect(desk.faults).toEqual([]);
  await desk.close();
});
