import { type FormEvent, type ReactNode, useState } from 'react';
import { signIn } from '@/api/session';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/field';
import { Note } from '@/ui/note';
import { say } from '@/words/problems';
import { shell } from '@/words/shell';

interface PasswordFormProps {
  username: string;
  action: string;
  children?: ReactNode;
}

/** Asks the person who was here for the password again. */
export function PasswordForm({ username, action, children }: PasswordFormProps) {
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    await signIn(username, password).catch(setFault);
    setPassword('');
    setBusy(false);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      {fault !== null && (
        <Note tone="overdue" title={say(fault).title} alert>
          {say(fault).text}
        </Note>
      )}
      <input type="hidden" name="username" autoComplete="username" value={username} />
      <Field label={shell.lock.password}>
        <Input
          type="password"
          autoFocus
          autoComplete="current-password"
          required
          maxLength={1024}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <div className="flex flex-wrap justify-between gap-2">
        {children}
        <Button look="primary" type="submit" disabled={busy} keys="Enter" className="ml-auto">
          {action}
        </Button>
      </div>
    </form>
  );
}
