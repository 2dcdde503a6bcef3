import type { ReactNode } from 'react';
import type { Case } from '@/api/cases';
import type { Patient } from '@/api/patients';
import { Facts } from '@/ui/facts';
import { blood } from '@/words/blood';
import { caseWords } from '@/words/case';
import { count } from '@/words/numbers';
import { onDay, when } from '@/words/time';

const words = caseWords.facts;
const orUnknown = (value: string | null | undefined, say = (text: string) => text) =>
  value ? say(value) : words.unknown;

/** What is known of the specimen and of the patient. */
export function FactsTab({ one, patient }: { one: Case; patient: Patient | undefined }) {
  return (
    <div className="grid min-h-0 grow grid-cols-2 content-start gap-x-10 gap-y-6 overflow-auto p-4 max-wide:grid-cols-1">
      <Part title={words.case}>
        <Facts
          facts={[
            [words.accession, one.accession ?? blood.noAccession],
            [words.specimen, blood.specimens[one.specimen] ?? one.specimen],
            [words.stain, orUnknown(one.stain)],
            [words.priority, blood.priorities[one.priority] ?? one.priority],
            [words.status, words.statuses[one.status] ?? one.status],
            [words.collected, orUnknown(one.collected_at, when)],
            [words.received, when(one.received_at)],
            [words.due, when(one.due_at)],
            [words.opened, one.implicit ? words.implicit : when(one.opened_at)],
            [words.images, words.unread(count(one.images_unverified), count(one.images_total))],
          ]}
        />
      </Part>
      <Part title={words.patient}>
        {patient && (
          <Facts
            facts={[
              [words.number, patient.number],
              [words.name, patient.name],
              [words.sex, orUnknown(patient.sex, (sex) => blood.sexes[sex] ?? sex)],
              [words.born, orUnknown(patient.born_on, onDay)],
              [words.notes, orUnknown(patient.notes)],
            ]}
          />
        )}
      </Part>
      <Part title={words.details}>
        <p className="max-w-[70ch] whitespace-pre-wrap">
          {one.clinical_details || <span className="text-ink-3">{words.noDetails}</span>}
        </p>
      </Part>
    </div>
  );
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="flex max-w-[560px] flex-col gap-2">
    <h2>{title}</h2>
    {children}
  </section>
);
