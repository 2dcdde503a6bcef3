import { Problem } from '@/api/problem';
import { Field, Input, Select, TextArea } from '@/ui/field';
import { blood } from '@/words/blood';
import { caseFormWords } from '@/words/cases';
import type { CaseForm } from './form';

const words = caseFormWords.fields;

interface CaseFieldsProps {
  form: CaseForm;
  onChange: (form: CaseForm) => void;
  /** Why it was not recorded, told beside the field it is about. */
  fault: unknown;
  /** A case that is opened takes the present time when none is given. */
  isNew?: boolean;
}

/** What is known of a specimen, to type. */
export function CaseFields({ form, onChange, fault, isNew }: CaseFieldsProps) {
  const set = (change: Partial<CaseForm>) => onChange({ ...form, ...change });
  const faultAt = (field: keyof CaseForm) =>
    fault instanceof Problem ? fault.faultAt(field) : undefined;
  return (
    <>
      <Field label={words.accession} hint={words.accessionHint} fault={faultAt('accession')}>
        <Input
          maxLength={64}
          autoComplete="off"
          spellCheck={false}
          value={form.accession}
          onChange={(event) => set({ accession: event.target.value })}
        />
      </Field>
      <div className="grid grid-cols-2 gap-3 max-rail:grid-cols-1">
        <Field label={words.specimen} fault={faultAt('specimen')}>
          <Select value={form.specimen} onChange={(event) => set({ specimen: event.target.value })}>
            <Options names={blood.specimens} />
          </Select>
        </Field>
        <Field label={words.priority} fault={faultAt('priority')}>
          <Select value={form.priority} onChange={(event) => set({ priority: event.target.value })}>
            <Options names={blood.priorities} />
          </Select>
        </Field>
        <Field
          label={words.received_at}
          hint={isNew ? words.receivedHint : undefined}
          fault={faultAt('received_at')}
        >
          <Input
            type="datetime-local"
            required={!isNew}
            value={form.received_at}
            onChange={(event) => set({ received_at: event.target.value })}
          />
        </Field>
        <Field label={words.collected_at} fault={faultAt('collected_at')}>
          <Input
            type="datetime-local"
            value={form.collected_at}
            onChange={(event) => set({ collected_at: event.target.value })}
          />
        </Field>
      </div>
      <Field label={words.stain} fault={faultAt('stain')}>
        <Input
          maxLength={100}
          value={form.stain}
          onChange={(event) => set({ stain: event.target.value })}
        />
      </Field>
      <Field label={words.clinical_details} fault={faultAt('clinical_details')}>
        <TextArea
          rows={3}
          value={form.clinical_details}
          onChange={(event) => set({ clinical_details: event.target.value })}
        />
      </Field>
    </>
  );
}

const Options = ({ names }: { names: Record<string, string> }) =>
  Object.entries(names).map(([value, name]) => (
    <option key={value} value={value}>
      {name}
    </option>
  ));
