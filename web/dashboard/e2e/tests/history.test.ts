import { afterAll, beforeAll, expect, test } from 'vitest';
import { historyWords } from '@/words/history';
import { Desk } from '../desk/desk.ts';
import { House } from '../house/house.ts';
import { cell } from '../house/smear.ts';

let house: House;
let image: string;

beforeAll(async () => {
  house = await House.open();
  const patient = await house.patient({ number: 'P-31', name: 'Grace Example' });
  const opened = await house.case(patient, { specimen: 'peripheral_blood', accession: 'H26-31' });
  [image = ''] = await house.upload(opened, 'blood-cell', [cell(3)]);
  await house.predicted([image]);
  await house.verdict(image, 'lymphocyte', { comment: 'Round nucleus.' });
  await house.verdict(image, 'monocyte', { reason: 'Second look at full zoom.' });
});
afterAll(() => house.close());

test.each(['hematologist', 'auditor'] as const)(
  'the slider shows a %s the state as it was',
  async (role) => {
    const desk = await Desk.of(house, role);
    const page = await desk.open(`/images/${image}/history`);
    const state = page.getByRole('complementary', { name: historyWords.thenAndNow.images });
    await state.getByText('Monocyte').first().waitFor();
    const slider = page.getByRole('slider', { name: historyWords.slider });
    await slider.focus();

    // From now to the last event, to the one before it, to what that one amended.
    for (let event = 0; event < 3; event++) await page.keyboard.press('[');
    await page.getByText(/^As of /).waitFor();
    await state.getByText('Lymphocyte').first().waitFor();
    await page.keyboard.press('Home');
    await state
      .getByText(historyWords.imageStatus.unverified ?? '')
      .first()
      .waitFor();
    expect(new URL(page.url()).searchParams.get('as_of')).not.toBeNull();

    await page.keyboard.press('r');
    await page.getByText('"ImageUploaded"').waitFor();
    await page.keyboard.press('.');
    await page.getByRole('heading', { name: historyWords.nowTitle }).waitFor();
    expect(desk.faults).toEqual([]);
    await desk.close();
  },
);
