import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { mergePatient } from '@/api/patient-commands';
import type { Patient } from '@/api/patients';
import { PatientSearch } from '@/blood/patient-search';
import { paths } from '@/paths';
import { Button } from '@/ui/button';
import { Field, TextArea } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { caseFormWords } from '@/words/cases';
import { onePatientWords, patientWords } from '@/words/patients';
import { age, onDay } from '@/words/time';

const words = patientWords.merge;

/** Makes this record part of another one; both stand side by side before it is done. */
export function MergeDialog({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  const [into, setInto] = useState<Patient>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const navigate = useNavigate();
  const submit = async () => {
    if (!into) return;
    setBusy(true);
    setFault(null);
    try {
      await mergePatient(patient, into.id, reason.trim());
      toast({ title: words.done(patient.number, into.number) });
      onClose();
      void navigate({ to: paths.patient(into.id) });
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <FormDialog
      title={words.title(patient.number)}
      says={words.says}
      action={into ? words.actionInto(patient.number, into.number) : words.action}
      busy={busy || !into || reason.trim() === ''}
      fault={fault}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Record title={words.from} patient={patient} />
      {into ? (
        <Record title={words.into} patient={into} onChange={() => setInto(undefined)} />
      ) : (
        <div className="flex flex-col gap-1">
          <span className="text-label font-medium text-ink-3">{words.choose}</span>
          <PatientSearch
            label={words.search}
            none={words.none}
            except={patient.id}
            onChoose={setInto}
          />
        </div>
      )}
      <Field label={words.reason}>
        <TextArea
          key={into?.id}
          autoFocus={into !== undefined}
          rows={2}
          maxLength={4000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

interface RecordProps {
  title: string;
  patient: Patient;
  onChange?: () => void;
}

const Record = ({ title, patient, onChange }: RecordProps) => (
  <section className="rounded-box border border-line px-2.5 py-1.5">
    <div className="flex items-center justify-between">
      <h3>{title}</h3>
      {onChange && (
        <Button small look="quiet" onClick={onChange}>
          {caseFormWords.patient.change}
        </Button>
      )}
    </div>
    <p>
      <b className="font-semibold">{patient.number}</b> {patient.name}
    </p>
    <p className="text-small text-ink-3">
      {patient.born_on && `${onePatientWords.born(onDay(patient.born_on), age(patient.born_on))}. `}
      {onePatientWords.images(patient.images_unverified, patient.images_total)}
    </p>
  </section>
);
