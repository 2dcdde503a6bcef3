import { useState } from 'react';
import type { Role } from '@/api/session';
import { type User, useChangeUser } from '@/api/users';
import { Field, Input } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { userWords as words } from '@/words/users';
import { RoleField } from './role-field';

export function ChangeDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [name, setName] = useState(user.full_name);
  const [role, setRole] = useState(user.role as Role);
  const change = useChangeUser();
  const submit = () => {
    const body = {
      full_name: name === user.full_name ? undefined : name,
      role: role === user.role ? undefined : role,
    };
    if (body.full_name === undefined && body.role === undefined) return onClose();
    change.mutate(
      { user, body },
      {
        onSuccess: () => {
          toast({ title: words.change.done(name) });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={words.change.title(user.full_name)}
      says={words.change.says}
      action={words.change.action}
      busy={change.isPending}
      fault={change.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.fields.fullName}>
        <Input
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <RoleField value={role} onChange={setRole} />
    </FormDialog>
  );
}
