import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCorrectCase } from '@/api/case-commands';
import { type Case, caseQuery } from '@/api/cases';
import { Problem } from '@/api/problem';
import { differing } from '@/ui/differences';
import { FormDialog } from '@/ui/form-dialog';
import { Note } from '@/ui/note';
import { toast } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { caseFormWords } from '@/words/cases';
import { CaseFields } from './fields';
import { correctionOf, formOf } from './form';

const words = caseFormWords.edit;

/** Corrects what was entered of a case. When somebody else did so meanwhile, both are kept apart. */
export function EditDialog({ one, onClose }: { one: Case; onClose: () => void }) {
  // What others change while it is open is told before anything is written over it.
  const [opened] = useState(one);
  const [seen] = useState(() => formOf(opened));
  const [form, setForm] = useState(seen);
  const { data: now = one } = useQuery({ ...caseQuery(one.id), initialData: one });
  const correct = useCorrectCase();
  const name = one.accession ?? blood.noAccession;
  const conflict = correct.error instanceof Problem && correct.error.status === 412;
  const submit = () => {
    const body = correctionOf(seen, form);
    if (Object.keys(body).length === 0) return onClose();
    correct.mutate(
      { one: conflict ? now : opened, body },
      {
        onSuccess: () => {
          toast({ title: words.done(form.accession || name) });
          onClose();
        },
      },
    );
  };
  const others = differing(seen, formOf(now)).map((field) => caseFormWords.fields[field]);
  return (
    <FormDialog
      title={words.title(name)}
      says={words.says}
      action={words.action}
      busy={correct.isPending}
      fault={conflict ? null : correct.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <CaseFields form={form} onChange={setForm} fault={correct.error} />
      {conflict && (
        <Note tone="overdue" title={words.meanwhile} alert>
          {words.meanwhileSays(others.join(', '))}
        </Note>
      )}
    </FormDialog>
  );
}
