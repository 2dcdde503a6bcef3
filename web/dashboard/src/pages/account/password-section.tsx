import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useChangePassword } from '@/api/account';
import { Problem } from '@/api/problem';
import { leave } from '@/api/session';
import { Button } from '@/ui/button';
import { Field, Input } from '@/ui/field';
import { Note } from '@/ui/note';
import { toast } from '@/ui/toast-store';
import { say } from '@/words/problems';
import { accountWords } from '@/words/users';

const words = accountWords.password;
const EMPTY = { current: '', next: '', again: '' };

/** Changes the own password. Every session ends with it, so the way leads to sign-in. */
export function PasswordSection() {
  const navigate = useNavigate();
  const [form, setForm] = useState(EMPTY);
  const change = useChangePassword();
  const fault = change.error;
  const differ = form.again !== '' && form.again !== form.next;
  const field = (name: keyof typeof EMPTY) => ({
    type: 'password',
    required: true,
    maxLength: 256,
    value: form[name],
    onChange: (event: { target: { value: string } }) =>
      setForm({ ...form, [name]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.again !== form.next) return;
    change.mutate(
      { current_password: form.current, new_password: form.next },
      {
        onSuccess: () => {
          toast({ title: words.done });
          leave();
          void navigate({ to: '/sign-in' });
        },
      },
    );
  };
  const nextFault = fault instanceof Problem ? fault.faultAt('new_password') : undefined;
  return (
    <section aria-labelledby="password">
      <h2 id="password">{words.title}</h2>
      <p className="pb-3 text-small text-ink-3">{words.says}</p>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <Field label={words.current}>
          <Input {...field('current')} autoComplete="current-password" />
        </Field>
        <Field label={words.next} hint={words.hint} fault={nextFault}>
          <Input {...field('next')} minLength={12} autoComplete="new-password" />
        </Field>
        <Field label={words.again} fault={differ ? words.differ : undefined}>
          <Input {...field('again')} autoComplete="new-password" />
        </Field>
        {fault && (
          <Note tone="overdue" title={say(fault).title} alert>
            {say(fault).text}
          </Note>
        )}
        <Button
          look="primary"
          type="submit"
          disabled={change.isPending || differ}
          className="self-start"
        >
          {words.action}
        </Button>
      </form>
    </section>
  );
}
