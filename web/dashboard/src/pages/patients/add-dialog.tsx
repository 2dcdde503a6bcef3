import { useState } from 'react';
import { useRegisterPatient } from '@/api/patient-commands';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { patientWords } from '@/words/patients';
import { PatientFields } from './fields';
import { bodyOf, EMPTY } from './form';

const words = patientWords.add;

interface AddDialogProps {
  /** What was typed or scanned where the patient was missed. */
  number?: string;
  onAdded: (id: string) => void;
  onClose: () => void;
}

export function AddDialog({ number = '', onAdded, onClose }: AddDialogProps) {
  const [form, setForm] = useState({ ...EMPTY, number });
  const register = useRegisterPatient();
  const submit = () =>
    register.mutate(bodyOf(form), {
      onSuccess: (id) => {
        toast({ title: words.done(form.number) });
        onAdded(id);
      },
    });
  return (
    <FormDialog
      title={words.title}
      action={words.action}
      busy={register.isPending}
      fault={register.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <PatientFields form={form} onChange={setForm} fault={register.error} />
    </FormDialog>
  );
}
