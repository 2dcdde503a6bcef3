import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import { signIn } from '@/api/session';
import { guestsToday } from '@/api/station';
import { Door } from '@/shell/door';
import { Avatar } from '@/ui/avatar';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/field';
import { Note } from '@/ui/note';
import { signInWords as words } from '@/words/sign-in';
import { sayOfSignIn } from './say';

export function SignInPage() {
  const navigate = useNavigate();
  const { to } = useSearch({ strict: false });
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [caps, setCaps] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const guests = guestsToday();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await signIn(username.trim(), password);
      await navigate({ href: to ?? '/', replace: true });
    } catch (error) {
      setFault(error);
      setPassword('');
      setBusy(false);
      passwordField.current?.focus();
    }
  };
  const choose = (name: string) => {
    setUsername(name);
    passwordField.current?.focus();
  };
  const look = (event: KeyboardEvent) => setCaps(event.getModifierState('CapsLock'));
  const said = fault === null ? null : sayOfSignIn(fault);

  return (
    <Door title={words.title} says={words.says} foot={words.recorded}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        {said && (
          <Note tone="overdue" title={said.title} alert>
            {said.text}
          </Note>
        )}
        <Field label={words.username}>
          <Input
            autoFocus
            required
            maxLength={256}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
            className="h-9"
          />
        </Field>
        <Field label={words.password} hint={caps ? words.capsLock : undefined}>
          <Input
            ref={passwordField}
            type="password"
            required
            maxLength={1024}
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            onKeyUp={look}
            className="h-9"
          />
        </Field>
        <Button look="primary" type="submit" disabled={busy} keys="Enter" className="h-9">
          {words.action}
        </Button>
        <p className="text-small text-ink-3">{words.forgotten}</p>
      </form>
      {guests.length > 0 && (
        <section aria-label={words.here} className="flex flex-col gap-2 border-t border-line pt-3">
          <h2 className="text-label font-medium text-ink-3">{words.here}</h2>
          <div className="flex flex-wrap gap-2">
            {guests.map((guest) => (
              <Button key={guest.username} onClick={() => choose(guest.username)}>
                <Avatar name={guest.full_name} size={18} />
                {guest.full_name}
              </Button>
            ))}
          </div>
        </section>
      )}
    </Door>
  );
}
