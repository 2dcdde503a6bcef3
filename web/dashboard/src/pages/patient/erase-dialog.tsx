import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useErasePatient } from '@/api/patient-commands';
import type { Patient } from '@/api/patients';
import { paths } from '@/paths';
import { Field, Input } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { patientWords } from '@/words/patients';

const words = patientWords.erase;

/** Asks twice for what nobody can take back: the patient's number, and the own password. */
export function EraseDialog({ patient, onClose }: { patient: Patient; onClose: () => void }) {
  const [number, setNumber] = useState('');
  const [password, setPassword] = useState('');
  const navigate = useNavigate();
  const erase = useErasePatient();
  const submit = () =>
    erase.mutate(
      { id: patient.id, password },
      {
        onSuccess: () => {
          toast({ title: words.done(patient.number) });
          void navigate({ to: paths.patients });
        },
      },
    );
  return (
    <FormDialog
      title={words.title(patient.number)}
      says={words.says}
      action={words.action}
      busy={erase.isPending || number.trim() !== patient.number}
      fault={erase.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.number(patient.number)}>
        <Input
          autoComplete="off"
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      </Field>
      <Field label={words.password}>
        <Input
          type="password"
          required
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
