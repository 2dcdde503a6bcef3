import { type ReactNode, useState } from 'react';
import type { Case } from '@/api/cases';
import type { Patient } from '@/api/patients';
import { useRole } from '@/api/session';
import { EditDialog as EditCase } from '@/pages/cases/edit-dialog';
import { EditDialog as EditPatient } from '@/pages/patient/edit-dialog';
import { Button } from '@/ui/button';
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
  const corrects = useRole('technologist');
  const [open, setOpen] = useState<'case' | 'patient' | null>(null);
  const correct = (what: 'case' | 'patient', may = corrects) =>
    may && (
      <Button small onClick={() => setOpen(what)}>
        {words.correct}
      </Button>
    );
  return (
    <div className="grid min-h-0 grow grid-cols-2 content-start gap-x-10 gap-y-6 overflow-auto p-4 max-wide:grid-cols-1">
      <Part title={words.case} action={correct('case', corrects && !one.withdrawn)}>
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
      <Part title={words.patient} action={correct('patient')}>
        {patient && (
          <Facts
            facts={[
              [words.number, patient.number],
              [words.name, patient.name],
              [words.sex, orUnknown(patient.sex, (sex) => blood.sexes[sex] ?? sex)],
              [words.born, orUnknown(patient.born_on, onDay)],
              [words.notes, patient.notes || words.noNotes],
            ]}
          />
        )}
      </Part>
      <Part title={words.details}>
        <p className="max-w-[70ch] whitespace-pre-wrap">
          {one.clinical_details || <span className="text-ink-3">{words.noDetails}</span>}
        </p>
      </Part>
      {open === 'case' && <EditCase one={one} onClose={() => setOpen(null)} />}
      {open === 'patient' && patient && (
        <EditPatient patient={patient} onClose={() => setOpen(null)} />
      )}
    </div>
  );
}

interface PartProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

const Part = ({ title, action, children }: PartProps) => (
  <section className="flex max-w-[480px] flex-col gap-2">
    <div className="flex min-h-[26px] items-center justify-between">
      <h2>{title}</h2>
      {action}
    </div>
    {children}
  </section>
);
