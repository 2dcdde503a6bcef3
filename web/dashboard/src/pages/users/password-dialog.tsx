import { useState } from 'react';
import { Problem } from '@/api/problem';
import { type User, useSetPassword } from '@/api/users';
import { Field, Input } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { userWords as words } from '@/words/users';

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const set = useSetPassword();
  const fault = set.error instanceof Problem ? set.error.faultAt('password') : undefined;
  const submit = () =>
    set.mutate(
      { id: user.id, password },
      {
        onSuccess: () => {
          toast({ title: words.password.done(user.full_name) });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={words.password.title(user.full_name)}
      says={words.password.says}
      action={words.password.action}
      busy={set.isPending}
      fault={set.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.fields.password} hint={words.fields.passwordHint} fault={fault}>
        <Input
          type="password"
          required
          minLength={12}
          maxLength={256}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
