import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shell } from '@/words/shell';
import { notifyWords, worklistWords as words } from '@/words/worklist';
import { Desk } from '../desk/desk.ts';
import { client, given, password } from '../house/client.ts';
import { House } from '../house/house.ts';
import { cell } from '../house/smear.ts';

const colleague = { username: 'adeyemi', full_name: 'Dr. Jonas Adeyemi' };

let house: House;
let patient: string;
let pressing: string;
let critical: string;

beforeAll(async () => {
  house = await House.open();
  const body = { ...colleague, role: 'hematologist' as const, password };
  given(await house.as('admin').POST('/api/v1/users', { body }));
  patient = await house.patient({ number: 'P-30117', name: 'Ada Example' });
  const waiting = await open('W26-10001', 'routine', 3);
  pressing = await open('W26-10002', 'stat', 0.5);
  critical = await open('W26-10003', 'routine', 1);
  for (const [place, id] of [waiting, pressing, critical].entries())
    await house.upload(id, 'blood-cell', [cell(400 + place)]);
  const params = { path: { id: critical }, header: { 'If-Match': '*' } };
  const finding = { finding: 'Blasts, about 30 % of nucleated cells' };
  given(
    await house.as('hematologist').POST('/api/v1/cases/{id}/critical', { params, body: finding }),
  );
});
afterAll(() => house.close());

const open = (accession: string, priority: 'routine' | 'stat', hours: number) =>
  house.case(patient, {
    accession,
    priority,
    specimen: 'peripheral_blood',
    received_at: new Date(Date.now() - hours * 3_600_000).toISOString(),
  });

const rowOf = (page: Page, accession: string) =>
  page.getByRole('row').filter({ hasText: accession });
const order = async (page: Page) =>
  (await page.getByRole('grid').innerText()).match(/W26-\d+/g) ?? [];

test('critical findings come first, then what is due', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/worklist');
  await rowOf(page, 'W26-10001').waitFor();
  expect(await order(page)).toEqual(['W26-10003', 'W26-10002', 'W26-10001']);
  await rowOf(page, 'W26-10003').getByText(words.critical, { exact: true }).waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('new cases are announced, and move no row before they are taken', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/worklist');
  await page.getByText(/^Live/).waitFor();
  await rowOf(page, 'W26-10001').waitFor();
  const before = await order(page);
  await open('W26-10004', 'stat', 0.9);
  await page.getByRole('button', { name: words.news.cases(1) }).waitFor();
  expect(await order(page)).toEqual(before);
  await page.keyboard.press('r');
  await rowOf(page, 'W26-10004').waitFor();
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('who has claimed what is seen at once, and next passes it over', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/worklist');
  await page.getByText(/^Live/).waitFor();
  await rowOf(page, 'W26-10003').waitFor();
  const other = client(house.url, colleague.username);
  const params = { path: { id: critical } };
  given(await other.POST('/api/v1/cases/{id}/claim', { params }));
  await rowOf(page, 'W26-10003').getByText(colleague.full_name).waitFor();

  await rowOf(page, 'W26-10001').focus();
  await page.keyboard.press('q');
  await rowOf(page, 'W26-10001').getByText(words.you, { exact: true }).waitFor();
  await page.keyboard.press('q');
  await rowOf(page, 'W26-10001').getByText(words.free, { exact: true }).waitFor();

  await page.keyboard.press('n');
  await page.waitForURL(/\/cases\//);
  expect(new URL(page.url()).pathname).toBe(`/cases/${pressing}`);
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('filters stand in the address', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/worklist?priority=stat');
  await rowOf(page, 'W26-10002').waitFor();
  expect(await order(page)).not.toContain('W26-10001');
  await page.goto('/worklist?priority=urgent');
  await page.getByRole('button', { name: words.filters.clear }).click();
  await rowOf(page, 'W26-10001').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await desk.close();
});

test('who was told of a critical finding is recorded from the list', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open('/worklist');
  await page.getByRole('button', { name: words.alarm.tell }).click();
  await page
    .getByRole('textbox', { name: notifyWords.told })
    .fill('Dr. Ward, emergency department');
  await page.getByLabel(notifyWords.readBack).check();
  await page.getByRole('button', { name: notifyWords.action, exact: true }).click();
  await page.getByText(notifyWords.done('Dr. Ward, emergency department')).waitFor();
  await page.getByRole('button', { name: words.alarm.tell }).waitFor({ state: 'detached' });
  expect(desk.faults).toEqual([]);
  await desk.close();
});

test('a technologist sees the list, and claims nothing', async () => {
  const desk = await Desk.of(house, 'technologist');
  const page = await desk.open('/worklist');
  await rowOf(page, 'W26-10001').waitFor();
  expect(await page.getByRole('button', { name: words.next.action }).count()).toBe(0);
  expect(await page.getByText(shell.researchUse).count()).toBeGreaterThan(0);
  await desk.close();
});
