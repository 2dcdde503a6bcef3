import { useState } from 'react';
import { type PatientCorrection, useCorrectPatient } from '@/api/patient-commands';
import type { Patient } from '@/api/patients';
import { Problem } from '@/api/problem';
import { PatientFields } from '@/pages/patients/fields';
import { formOf } from '@/pages/patients/form';
import { differing, touched } from '@/ui/differences';
import { FormDialog } from '@/ui/form-dialog';
import { Note } from '@/ui/note';
import { toast } from '@/ui/toast-store';
import { patientWords } from '@/words/patients';

const words = patientWords.edit;
const NAMES = { ...patientWords.fields, born_on: patientWords.fields.born };

/** Corrects what is known of a patient. When somebody else did so meanwhile, both are kept apart. */
export function EditDialog({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  // What others change while it is open is told before anything is written over it.
  const [opened] = useState(patient);
  const [seen] = useState(() => formOf(opened));
  const [form, setForm] = useState(seen);
  const correct = useCorrectPatient();
  const conflict = correct.error instanceof Problem && correct.error.status === 412;
  const submit = () => {
    const body = touched(seen, form) as PatientCorrection;
    if (Object.keys(body).length === 0) return onClose();
    correct.mutate(
      { patient: conflict ? patient : opened, body },
      {
        onSuccess: () => {
          toast({ title: words.done(form.number) });
          onClose();
        },
      },
    );
  };
  const others = differing(seen, formOf(patient)).map((field) => NAMES[field]);
  return (
    <FormDialog
      title={words.title(patient.number)}
      says={words.says}
      action={words.action}
      busy={correct.isPending}
      fault={conflict ? null : correct.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <PatientFields form={form} onChange={setForm} fault={correct.error} />
      {conflict && (
        <Note tone="overdue" title={words.meanwhile} alert>
          {words.meanwhileSays(others.join(', '))}
        </Note>
      )}
    </FormDialog>
  );
}
