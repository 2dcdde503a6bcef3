import type { Case } from '@/api/cases';
import type { Image } from '@/api/images';
import type { Panel } from '@/api/panels';
import type { Patient } from '@/api/patients';
import { certaintyOf } from '@/blood/certainty';
import { blood } from '@/words/blood';
import { historyWords as words } from '@/words/history';
import { count, probability } from '@/words/numbers';
import { onDay, when } from '@/words/time';

/** One line of a state: what, and how it stood. */
export interface StateLine {
  name: string;
  value: string;
}

export interface ComparedLine {
  name: string;
  before: string;
  now: string;
  differs: boolean;
}

const line = (name: string, value: string | null | undefined | false): StateLine => ({
  name,
  value: value || words.none,
});

export function imageState(image: Image, panel: Panel | undefined, nameOf: NameOf): StateLine[] {
  const called = (id: string) =>
    blood.verdicts[id] ?? panel?.labels.find((label) => label.id === id)?.name ?? id;
  const prediction = image.predictions.at(-1);
  const { verdict, suspected, optics } = image;
  return [
    line(words.rows.status, words.imageStatus[image.status]),
    line(words.rows.verdict, verdict && called(verdict.label)),
    line(words.rows.comment, verdict?.comment),
    line(words.rows.basis, verdict && words.bases[verdict.basis]),
    line(words.rows.by, verdict && nameOf(verdict.by)),
    line(words.rows.readings, count(image.readings.length)),
    line(
      words.rows.prediction,
      prediction &&
        (certaintyOf(prediction) === 'outside'
          ? words.outside
          : `${called(prediction.label)} ${probability(prediction.confidence)}`),
    ),
    line(words.rows.model, prediction?.model_name),
    line(words.rows.suspected, suspected && called(suspected.label)),
    line(words.rows.pictures, image.renditions ? words.made : words.notMade),
    line(
      words.rows.scale,
      optics.microns_per_pixel ? words.perPixel(optics.microns_per_pixel) : null,
    ),
    line(words.rows.priority, blood.priorities[image.priority]),
  ];
}

/** What somebody is called; nothing for one who is not known. */
type NameOf = (id: string) => string | undefined;

export function caseState(one: Case, nameOf: NameOf): StateLine[] {
  const read = one.images_total - one.images_unverified;
  const { conclusion } = one;
  return [
    line(words.rows.status, words.caseStatus[one.status]),
    line(words.rows.withdrawn, one.withdrawn?.reason),
    line(words.rows.recorded, words.of(count(read), count(one.images_total))),
    line(words.rows.critical, one.alarm && words.alarm[one.alarm.state]),
    line(
      words.rows.conclusion,
      conclusion &&
        `${words.conclusion[conclusion.status]}: ${conclusion.impressions.map(({ name }) => name).join(', ')}`,
    ),
    line(words.rows.claimed, one.claim && (nameOf(one.claim.by) ?? words.yes)),
    line(words.rows.priority, blood.priorities[one.priority]),
    line(words.rows.accession, one.accession),
    line(words.rows.specimen, blood.specimens[one.specimen] ?? one.specimen),
    line(words.rows.stain, one.stain),
    line(words.rows.collected, one.collected_at && when(one.collected_at)),
    line(words.rows.received, when(one.received_at)),
    line(words.rows.details, one.clinical_details),
  ];
}

export function patientState(patient: Patient): StateLine[] {
  const read = patient.images_total - patient.images_unverified;
  return [
    line(words.rows.number, patient.number),
    line(words.rows.name, patient.name),
    line(words.rows.sex, patient.sex && (blood.sexes[patient.sex] ?? patient.sex)),
    line(words.rows.born, patient.born_on && onDay(patient.born_on)),
    line(words.rows.notes, patient.notes),
    line(words.rows.recorded, words.of(count(read), count(patient.images_total))),
    line(words.rows.inWork, patient.removed_at ? words.removed : words.yes),
    line(words.rows.merged, patient.merged_into && words.yes),
    line(words.rows.hold, patient.legal_hold && words.yes),
    line(words.rows.erased, patient.erased && words.yes),
  ];
}

/** Then and now beside each other; what was not there yet is empty. */
export function compared(
  then: readonly StateLine[] | undefined,
  now: readonly StateLine[],
): ComparedLine[] {
  return now.map(({ name, value }, place) => {
    const before = then?.[place]?.value ?? words.notYet;
    return { name, before, now: value, differs: before !== value };
  });
}
