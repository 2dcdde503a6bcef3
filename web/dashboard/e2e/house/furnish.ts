import { given } from './client.ts';
import type { House } from './house.ts';
import { cell, field } from './smear.ts';

/** What a furnished laboratory has one of each of, by id. */
export interface Furnished {
  patient: string;
  /** Single cells, some read. */
  case: string;
  /** Whole fields, nothing read, urgent. */
  fields: string;
  /** With a final conclusion. */
  concluded: string;
  /** A cell that waits for a reader. */
  image: string;
  /** A cell whose verdict was amended. */
  read: string;
  field: string;
}

const names = [
  'Ada Example',
  'Grace Example',
  'Emmy Example',
  'Rosalind Example',
  'Chien Example',
  'Lise Example',
  'Barbara Example',
  'Mary Example',
];

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** A morning's work: cases of every state, with drawn images. */
export async function furnish(house: House): Promise<Furnished> {
  const patients = await everybody(house);
  const [first = '', second = '', third = '', fourth = ''] = patients;
  const cells = await openCase(house, first, { accession: 'H26-10412', hours: 1.5 });
  const cellImages = await house.upload(
    cells,
    'blood-cell',
    seeds(1, 26).map((seed) => cell(seed)),
  );
  await waitingCases(house, patients.slice(4));
  const fields = await openCase(house, second, { accession: 'H26-10407', hours: 5, urgent: true });
  const optics = { objective: '100x', microns_per_pixel: 0.1 };
  const pictures = seeds(60, 5).map((seed) => field(seed));
  const fieldImages = await house.upload(fields, 'blood-disease', pictures, optics);
  const concluded = await concludedCase(house, third);
  const critical = await criticalCase(house, fourth);
  await house.predicted([...cellImages, ...critical]);
  await readSome(house, cellImages);
  return {
    patient: first,
    case: cells,
    fields,
    concluded,
    image: cellImages[8] ?? '',
    read: cellImages[0] ?? '',
    field: fieldImages[0] ?? '',
  };
}

const seeds = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);

async function everybody(house: House): Promise<string[]> {
  const ids: string[] = [];
  for (const [at, name] of names.entries())
    ids.push(
      await house.patient({
        number: `P-${20_118 + at * 7}`,
        name,
        sex: 'female',
        born_on: `${1948 + at * 6}-0${1 + at}-1${at}`,
      }),
    );
  return ids;
}

interface Opening {
  accession: string;
  hours: number;
  urgent?: boolean;
}

function openCase(house: House, patient: string, { accession, hours, urgent }: Opening) {
  return house.case(patient, {
    accession,
    specimen: 'peripheral_blood',
    stain: 'May-Grünwald-Giemsa',
    priority: urgent ? 'urgent' : 'routine',
    clinical_details: 'Fatigue for three weeks. Hb 92 g/l, MCV 71 fl.',
    collected_at: hoursAgo(hours + 0.5),
    received_at: hoursAgo(hours),
  });
}

async function waitingCases(house: House, patients: string[]): Promise<void> {
  for (const [at, patient] of patients.entries()) {
    const opening = { accession: `H26-10${430 + at}`, hours: 0.4 + at, urgent: at === 1 };
    const id = await openCase(house, patient, opening);
    const pictures = seeds(100 + at * 10, 4 + at).map((seed) => cell(seed));
    await house.upload(id, 'blood-cell', pictures);
  }
}

async function concludedCase(house: House, patient: string): Promise<string> {
  const id = await openCase(house, patient, { accession: 'H26-10398', hours: 20 });
  const [image = ''] = await house.upload(id, 'blood-disease', [field(80)]);
  await house.verdict(image, 'ida');
  given(
    await house.as('hematologist').PUT('/api/v1/cases/{id}/conclusion', {
      params: { path: { id } },
      body: {
        stage: 'final',
        impressions: [{ panel: 'blood-disease', label: 'ida' }],
        comment: 'Microcytic, hypochromic red cells.',
        suggested_tests: 'Ferritin, transferrin saturation.',
      },
    }),
  );
  return id;
}

async function criticalCase(house: House, patient: string): Promise<string[]> {
  const id = await openCase(house, patient, { accession: 'H26-10421', hours: 0.7, urgent: true });
  const images = await house.upload(
    id,
    'blood-cell',
    seeds(40, 6).map((seed) => cell(seed)),
  );
  given(
    await house.as('hematologist').POST('/api/v1/cases/{id}/critical', {
      params: { path: { id } },
      body: { finding: 'Blasts, about 30 % of nucleated cells' },
    }),
  );
  return images;
}

async function readSome(house: House, images: string[]): Promise<void> {
  for (const [at, id] of images.slice(0, 6).entries()) {
    const [prediction] = (await house.image(id)).predictions;
    await house.verdict(id, at === 5 || !prediction ? 'uncertain' : prediction.label);
  }
  await house.verdict(images[0] ?? '', 'basophil', { reason: 'Second look at full zoom.' });
}
