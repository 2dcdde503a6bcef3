import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { worklistWords as words } from '@/words/worklist';
import { Desk } from '../desk/desk.ts';
import { House } from '../house/house.ts';
import { until } from '../house/until.ts';

let house: House;
let patient: string;

beforeAll(async () => {
  house = await House.open();
  patient = await house.patient({ number: 'P-30118', name: 'Ada Example' });
  await open('T26-1');
});
afterAll(() => house.close());

const open = (accession: string) =>
  house.case(patient, { accession, specimen: 'peripheral_blood' });
const live = (page: Page) => page.getByText(/^Live/).waitFor();

test('tabs share one stream of changes, and another goes on when the one that had it is closed', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const streams: string[] = [];
  desk.context.on('request', (request) => {
    if (request.url().endsWith('/api/v1/live')) streams.push(request.url());
  });
  const first = await desk.open('/worklist');
  await live(first);
  const others: Page[] = [];
  // More tabs than a browser opens connections to one server.
  for (let tab = 0; tab < 7; tab++) {
    const page = await desk.context.newPage();
    await page.goto('/worklist');
    await live(page);
    others.push(page);
  }
  expect(streams.length).toBe(1);

  await open('T26-2');
  const told = (page: Page) => page.getByRole('button', { name: words.news.cases(1) }).waitFor();
  await Promise.all([first, ...others].map(told));

  await first.close();
  await until('another tab follows', async () => streams.length === 2);
  await open('T26-3');
  for (const page of others) await page.getByText('T26-3').or(news(page)).first().waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

/** Whatever number of cases is announced. */
const news = (page: Page) => page.getByRole('button', { name: words.news.cases(2) });
