import { useState } from 'react';
import { useEndOwnSession } from '@/api/account';
import { Field, Input } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { accountWords } from '@/words/users';

const words = accountWords.sessions.dialog;

/** Asks for the password first: whoever finds an open page cannot put its owner out elsewhere. */
export function EndSessionDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const [password, setPassword] = useState('');
  const end = useEndOwnSession();
  const submit = () =>
    end.mutate(
      { id, password },
      {
        onSuccess: () => {
          toast({ title: words.done });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      title={words.title}
      says={words.says}
      action={words.action}
      busy={end.isPending}
      fault={end.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.password}>
        <Input
          type="password"
          required
          maxLength={1024}
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
