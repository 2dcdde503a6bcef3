import { Link } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { Problem } from '@/api/problem';
import { useSetUp } from '@/api/set-up';
import { Door } from '@/shell/door';
import { Button, buttonLook } from '@/ui/button';
import { Field, Input } from '@/ui/field';
import { Note } from '@/ui/note';
import { setUpWords as words } from '@/words/sign-in';
import { isSetUp, sayOfSetUp } from './say';
import { takeToken } from './token';

const EMPTY = { username: '', full_name: '', password: '', again: '' };

export function SetUpPage() {
  const [token, setToken] = useState(takeToken);
  const [form, setForm] = useState(EMPTY);
  const setUp = useSetUp();
  // The link may be opened where this page is open already.
  useEffect(() => {
    const look = () => setToken(takeToken());
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  const fault = setUp.error;
  const faultAt = (field: string) => (fault instanceof Problem ? fault.faultAt(field) : undefined);
  const differ = form.again !== '' && form.again !== form.password;
  const field = (name: keyof typeof EMPTY) => ({
    required: true,
    value: form[name],
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { again, ...who } = form;
    if (again === who.password && token) setUp.mutate({ token, ...who });
  };

  if (setUp.isSuccess)
    return (
      <Door title={words.title} says={words.says}>
        <Note tone="verified" title={words.done(form.username)}>
          {words.next}
        </Note>
        <Link to="/sign-in" className={buttonLook('primary')}>
          {words.signIn}
        </Link>
      </Door>
    );
  if (!token)
    return (
      <Door title={words.title} says={words.says}>
        <Note tone="overdue" title={words.noToken.title}>
          {words.noToken.text}
        </Note>
      </Door>
    );
  return (
    <Door title={words.title} says={words.says}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        {fault && (
          <Note tone="overdue" title={sayOfSetUp(fault).title} alert>
            {sayOfSetUp(fault).text} {isSetUp(fault) && <Link to="/sign-in">{words.signIn}</Link>}
          </Note>
        )}
        <Field label={words.username} fault={faultAt('username')}>
          <Input
            {...field('username')}
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            minLength={2}
            maxLength={64}
          />
        </Field>
        <Field label={words.fullName} fault={faultAt('full_name')}>
          <Input {...field('full_name')} autoComplete="name" maxLength={200} />
        </Field>
        <Field label={words.password} hint={words.passwordHint} fault={faultAt('password')}>
          <Input
            {...field('password')}
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={256}
          />
        </Field>
        <Field label={words.again} fault={differ ? words.differ : undefined}>
          <Input {...field('again')} type="password" autoComplete="new-password" maxLength={256} />
        </Field>
        <Button look="primary" type="submit" disabled={setUp.isPending || differ} className="h-9">
          {words.action}
        </Button>
      </form>
    </Door>
  );
}
