import { useState } from 'react';
import { Problem } from '@/api/problem';
import { type NewUser, useAddUser } from '@/api/users';
import { Field, Input } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { userWords as words } from '@/words/users';
import { RoleField } from './role-field';

const EMPTY: NewUser = { username: '', full_name: '', role: 'technologist', password: '' };

export function AddDialog({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(EMPTY);
  const add = useAddUser();
  const faultAt = (field: string) =>
    add.error instanceof Problem ? add.error.faultAt(field) : undefined;
  const submit = () =>
    add.mutate(form, {
      onSuccess: () => {
        toast({ title: words.add.done(form.full_name) });
        onClose();
      },
    });
  return (
    <FormDialog
      title={words.add.title}
      says={words.add.says}
      action={words.add.action}
      busy={add.isPending}
      fault={add.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.fields.username} fault={faultAt('username')}>
        <Input
          required
          minLength={2}
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={form.username}
          onChange={(event) => setForm({ ...form, username: event.target.value })}
        />
      </Field>
      <Field label={words.fields.fullName} fault={faultAt('full_name')}>
        <Input
          required
          maxLength={200}
          autoComplete="off"
          value={form.full_name}
          onChange={(event) => setForm({ ...form, full_name: event.target.value })}
        />
      </Field>
      <RoleField value={form.role} onChange={(role) => setForm({ ...form, role })} />
      <Field
        label={words.fields.password}
        hint={words.fields.passwordHint}
        fault={faultAt('password')}
      >
        <Input
          type="password"
          required
          minLength={12}
          maxLength={256}
          autoComplete="new-password"
          value={form.password}
          onChange={(event) => setForm({ ...form, password: event.target.value })}
        />
      </Field>
    </FormDialog>
  );
}
