import { useState } from 'react';
import type { ListedCase } from '@/api/cases';
import { IconButton } from '@/ui/button';
import { blood } from '@/words/blood';
import { caseFormWords } from '@/words/cases';
import { EditDialog } from './edit-dialog';

/** Corrects a case from its row. */
export function CaseMenu({ one }: { one: ListedCase }) {
  const [editing, setEditing] = useState(false);
  const label = caseFormWords.edit.title(one.accession ?? blood.noAccession);
  return (
    <>
      <IconButton icon="edit" small label={label} onClick={() => setEditing(true)} />
      {editing && <EditDialog one={one} onClose={() => setEditing(false)} />}
    </>
  );
}
