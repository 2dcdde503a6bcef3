import { type FormEvent, useState } from 'react';
import { type NewCase, useOpenCase } from '@/api/case-commands';
import type { Patient } from '@/api/patients';
import { Problem } from '@/api/problem';
import { Button } from '@/ui/button';
import { Field, Input, Select } from '@/ui/field';
import { Note } from '@/ui/note';
import { blood } from '@/words/blood';
import { pickerWords as words } from '@/words/case-picker';
import { say } from '@/words/problems';

const BEGIN: NewCase = {
  accession: '',
  specimen: 'peripheral_blood',
  priority: 'routine',
  stain: '',
};

interface OpenCaseFormProps {
  patient: Patient;
  onOpened: (opened: { id: string }) => void;
  onBack: () => void;
}

/** The least that a specimen needs; the rest can be added to the case later. */
export function OpenCaseForm({ patient, onOpened, onBack }: OpenCaseFormProps) {
  const [form, setForm] = useState(BEGIN);
  const open = useOpenCase();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { accession, stain, ...rest } = form;
    const body = { ...rest, accession: accession || undefined, stain: stain || undefined };
    open.mutate({ patient: patient.id, body }, { onSuccess: (id) => onOpened({ id }) });
  };
  const faultAt = (field: string) =>
    open.error instanceof Problem ? open.error.faultAt(field) : undefined;
  return (
    <form onSubmit={submit} className="grid grid-cols-2 gap-3 max-rail:grid-cols-1">
      <Field label={words.open.accession} fault={faultAt('accession')}>
        <Input
          autoFocus
          maxLength={64}
          value={form.accession ?? ''}
          onChange={(event) => setForm({ ...form, accession: event.target.value })}
        />
      </Field>
      <Field label={words.open.stain} fault={faultAt('stain')}>
        <Input
          maxLength={100}
          value={form.stain ?? ''}
          onChange={(event) => setForm({ ...form, stain: event.target.value })}
        />
      </Field>
      <Field label={words.open.specimen}>
        <Select
          value={form.specimen}
          onChange={(event) =>
            setForm({ ...form, specimen: event.target.value as NewCase['specimen'] })
          }
        >
          <Options names={blood.specimens} />
        </Select>
      </Field>
      <Field label={words.open.priority}>
        <Select
          value={form.priority ?? 'routine'}
          onChange={(event) =>
            setForm({ ...form, priority: event.target.value as NewCase['priority'] })
          }
        >
          <Options names={blood.priorities} />
        </Select>
      </Field>
      {open.error && (
        <Note tone="overdue" title={say(open.error).title} alert className="col-span-full">
          {say(open.error).text}
        </Note>
      )}
      <div className="col-span-full flex justify-end gap-2">
        <Button onClick={onBack}>{words.back}</Button>
        <Button look="primary" type="submit" disabled={open.isPending}>
          {words.open.action}
        </Button>
      </div>
    </form>
  );
}

const Options = ({ names }: { names: Record<string, string> }) =>
  Object.entries(names).map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ));
