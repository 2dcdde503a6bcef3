import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Patient } from '@/api/patients';
import { paths } from '@/paths';
import { Note } from '@/ui/note';
import { onePatientWords as words } from '@/words/patients';
import { onDay } from '@/words/time';

/** What sets a record apart: erased, merged, removed, held. */
export function Standing({ patient }: { patient: Patient }) {
  const note = noteOf(patient);
  if (!note) return null;
  return (
    <div className="flex-none border-b border-line px-4 py-2.5">
      <Note title={note.title} className="max-w-[640px]">
        {note.says}
      </Note>
    </div>
  );
}

function noteOf(patient: Patient): { title: string; says: ReactNode } | null {
  if (patient.erased) return words.erased;
  if (patient.merged_into)
    return {
      title: words.merged.title,
      says: (
        <>
          {words.merged.says}{' '}
          <Link to={paths.patient(patient.merged_into)}>{words.merged.open}</Link>
        </>
      ),
    };
  if (patient.removed_at)
    return {
      title: words.removed.title,
      says: words.removed.says(onDay(patient.removed_at)),
    };
  return patient.legal_hold ? words.onHold : null;
}
