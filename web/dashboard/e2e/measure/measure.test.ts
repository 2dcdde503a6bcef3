import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../desk/desk.ts';
import { shownImage } from '../desk/review.ts';
import { House } from '../house/house.ts';
import { output } from '../house/program.ts';
import { type Crowd, crowd } from './crowd.ts';
import { type Memory, memory } from './memory.ts';
import { scrolled } from './scroll.ts';
import { percentile, steps } from './steps.ts';

const images = Number(process.env.IMAGES ?? 10_000);
const inLarge = Math.min(1_000, images);
/** Images looked at one after the other. */
const walked = 300;
const report: Record<string, unknown> = { images, inLarge };

let house: House;
let people: Crowd;

beforeAll(async () => {
  // Most images are read without a model, so that making the laboratory does not take hours.
  house = await House.open(['--models', mkdtempSync(join(tmpdir(), 'no-models-'))]);
  people = await crowd(house, images, inLarge);
}, 3_600_000);
afterAll(async () => {
  writeFileSync(join(output, 'measured.json'), `${JSON.stringify(report, null, 2)}\n`);
  console.log(JSON.stringify(report, null, 2));
  await house.close();
});

test('the next image is there at once, and memory stays as it is', async () => {
  const desk = await Desk.of(house, 'hematologist');
  const page = await desk.open(`/images/${people.largeImages[0]}?case=${people.large}`);
  await shownImage(page);
  await steps(page, 20);
  const times: number[] = [];
  const held: (Memory & { after: number })[] = [];
  while (times.length < walked) {
    times.push(...(await steps(page, 50)));
    held.push({ after: times.length, ...(await memory(page)) });
  }
  report.next = { p50: percentile(times, 0.5), p95: percentile(times, 0.95), steps: times.length };
  report.memory = held;
  await desk.close();
  // Times are told, not judged: they are the machine's as well. After 150 as much is kept as ever will be.
  const [, , full, last] = [...held.slice(0, 3), held.at(-1)];
  expect(last?.residentMb).toBeLessThan((full?.residentMb ?? 0) + 20);
}, 900_000);

test('the gallery and the lists scroll without blank rows', async () => {
  const desk = await Desk.of(house, 'hematologist');
  for (const [name, path] of [
    ['gallery', `/cases/${people.large}`],
    ['cases', '/cases'],
    ['worklist', '/worklist'],
    ['patients', '/patients'],
  ] as const) {
    const page = await desk.open(path);
    await page.getByRole('row').nth(2).waitFor();
    await page.waitForTimeout(1_500);
    const scroller = await page.evaluate(() => {
      const row = document.querySelector('[role=row][aria-rowindex]');
      let at = row?.parentElement;
      while (at && at.scrollHeight <= at.clientHeight + 1) at = at.parentElement;
      at?.setAttribute('data-measured', '');
      return at ? '[data-measured]' : '';
    });
    report[name] = await scrolled(page, scroller, 400);
    expect.soft(report[name]).toMatchObject({ blankFrames: 0 });
  }
  await desk.close();
}, 600_000);
