import { count } from './numbers';

/** The field's words, and how certain a model may be said to be. */
export const blood = {
  measurements: {
    title: 'Measurements',
    by: (who: string, when: string) => `Measured in the file by ${who}, ${when}`,
  },
  patient: 'Patient',
  accession: 'Accession',
  noAccession: 'None',
  withdrawn: 'Withdrawn',
  sure: 'Sure',
  unsure: 'Unsure',
  outside: 'Outside',
  noClass: 'No class',
  critical: 'critical finding',
  notAnswered: {
    title: 'The model has not answered yet',
    says: 'You can read this image without it; the reading is then unaided.',
  },
  blind: {
    title: 'Blind reading',
    says: 'The model and other readings are shown after you record yours.',
    short: 'Blind reading',
    readings: 'Shown after you record yours',
    conclusion:
      'What others concluded and found is shown when you have read every image of the case.',
  },
  unsureNote: {
    title: 'The model is unsure between two classes',
    says: (first: string, second: string) => `${first} leads, ${second} is close.`,
    alone: (first: string) => `${first} leads, but not clearly.`,
    alike: (right: number, images: number) =>
      `With answers like this it was right on ${count(right)} of ${count(images)} images that it had not learned from.`,
  },
  outsideNote: {
    title: 'This image is outside what this model knows',
    says: 'It looks unlike the images it learned from; read it without the model.',
    show: 'Show the numbers anyway',
    hide: 'Hide the numbers',
  },
  familiarity: 'Familiarity',
  inside: 'Inside what this model knows',
  outsideWords: 'Outside what this model knows',
  familiar: 'familiar',
  limit: 'limit',
  beyond: 'outside',
  modelsProbability: 'Model’s probability',
  probabilityOf: (name: string, p: string) => `${name}, model’s probability ${p}`,
  priorities: { routine: 'Routine', urgent: 'Urgent', stat: 'Stat' } as Record<string, string>,
  specimens: {
    peripheral_blood: 'Peripheral blood',
    bone_marrow: 'Bone marrow',
    capillary_blood: 'Capillary blood',
    cord_blood: 'Cord blood',
    other: 'Other specimen',
  } as Record<string, string>,
  sexes: { female: 'F', male: 'M', other: 'Other', unknown: 'Sex unknown' } as Record<
    string,
    string
  >,
  verdicts: { uncertain: 'Uncertain', other: 'Other', unsuitable: 'Unsuitable' } as Record<
    string,
    string
  >,
  verdictCodes: { uncertain: 'UNC', other: 'OTH', unsuitable: 'UNS' } as Record<string, string>,
};
