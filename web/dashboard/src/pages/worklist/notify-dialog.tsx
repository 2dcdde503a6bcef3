import { useState } from 'react';
import { type Notification, useNotify } from '@/api/case-commands';
import { alarmsQuery, type ListedCase } from '@/api/cases';
import { Problem } from '@/api/problem';
import { queries } from '@/api/queries';
import { Checkbox } from '@/ui/checkbox';
import { Field, Input, Select, TextArea } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { notifyWords as words } from '@/words/worklist';

const WAYS = ['phone', 'in_person', 'secure_message', 'other'] as const;

/** Who was told of a case's critical findings, how, and whether it was repeated. */
export function NotifyDialog({ one, onClose }: { one: ListedCase; onClose: () => void }) {
  const undeclared = one.alarm?.findings.every(({ kind }) => kind === 'suspected') ?? true;
  const [form, setForm] = useState<Notification>({ told: '', way: 'phone', read_back: false });
  const notify = useNotify();
  const set = (change: Partial<Notification>) => setForm({ ...form, ...change });
  const faultAt = (field: string) =>
    notify.error instanceof Problem ? notify.error.faultAt(field) : undefined;
  const submit = () =>
    notify.mutate(
      { one, body: form },
      {
        onSuccess: () => {
          toast({ title: words.done(form.told) });
          void queries.invalidateQueries({ queryKey: alarmsQuery.queryKey });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={words.title}
      says={words.says(one.patient_number, one.accession ?? blood.noAccession)}
      action={words.action}
      busy={notify.isPending}
      fault={notify.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.told} hint={words.toldHint} fault={faultAt('told')}>
        <Input
          required
          maxLength={200}
          value={form.told}
          onChange={(event) => set({ told: event.target.value })}
        />
      </Field>
      <Field label={words.way}>
        <Select
          value={form.way}
          onChange={(event) => set({ way: event.target.value as Notification['way'] })}
        >
          {WAYS.map((way) => (
            <option key={way} value={way}>
              {words.ways[way]}
            </option>
          ))}
        </Select>
      </Field>
      {undeclared && (
        <Field label={words.finding} fault={faultAt('finding')}>
          <Input
            required
            value={form.finding ?? ''}
            onChange={(event) => set({ finding: event.target.value })}
          />
        </Field>
      )}
      <Field
        label={words.remark}
        hint={form.way === 'other' ? words.remarkNeeded : undefined}
        fault={faultAt('remark')}
      >
        <TextArea
          rows={2}
          required={form.way === 'other'}
          value={form.remark ?? ''}
          onChange={(event) => set({ remark: event.target.value || undefined })}
        />
      </Field>
      <Checkbox
        checked={form.read_back}
        onChange={(event) => set({ read_back: event.target.checked })}
      >
        {words.readBack}
      </Checkbox>
    </FormDialog>
  );
}
