import { Problem } from '@/api/problem';
import { Field, Input, Select, TextArea } from '@/ui/field';
import { patientWords } from '@/words/patients';
import type { PatientForm } from './form';

const words = patientWords.fields;
const SEXES = ['female', 'male', 'other', 'unknown'];

interface PatientFieldsProps {
  form: PatientForm;
  onChange: (form: PatientForm) => void;
  /** Why it was not recorded, told beside the field it is about. */
  fault: unknown;
}

/** What is known of a patient, to type. */
export function PatientFields({ form, onChange, fault }: PatientFieldsProps) {
  const set = (change: Partial<PatientForm>) => onChange({ ...form, ...change });
  const faultAt = (field: keyof PatientForm) =>
    fault instanceof Problem ? fault.faultAt(field) : undefined;
  return (
    <>
      <Field label={words.number} hint={words.numberHint} fault={faultAt('number')}>
        <Input
          required
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          value={form.number}
          onChange={(event) => set({ number: event.target.value })}
        />
      </Field>
      <Field label={words.name} fault={faultAt('name')}>
        <Input
          required
          maxLength={200}
          autoComplete="off"
          value={form.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={words.sex} fault={faultAt('sex')}>
          <Select value={form.sex} onChange={(event) => set({ sex: event.target.value })}>
            <option value="">{words.sexNotSaid}</option>
            {SEXES.map((sex) => (
              <option key={sex} value={sex}>
                {patientWords.sexes[sex]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={words.born} fault={faultAt('born_on')}>
          <Input
            type="date"
            value={form.born_on}
            onChange={(event) => set({ born_on: event.target.value })}
          />
        </Field>
      </div>
      <Field label={words.notes} fault={faultAt('notes')}>
        <TextArea
          rows={3}
          value={form.notes}
          onChange={(event) => set({ notes: event.target.value })}
        />
      </Field>
    </>
  );
}
