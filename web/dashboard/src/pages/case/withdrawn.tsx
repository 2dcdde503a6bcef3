import type { Case } from '@/api/cases';
import { useRole } from '@/api/session';
import { reinstate } from '@/pages/cases/reinstate';
import { Button } from '@/ui/button';
import { Note } from '@/ui/note';
import { caseWords } from '@/words/case';
import { caseFormWords } from '@/words/cases';
import { when } from '@/words/time';

const words = caseWords.withdrawn;

/** That the case was opened in error, and why; who may open cases can take that back. */
export function Withdrawn({ one }: { one: Case }) {
  const opens = useRole('technologist');
  if (!one.withdrawn) return null;
  const { at, reason } = one.withdrawn;
  return (
    <div className="flex flex-none items-start gap-3 border-b border-line px-4 py-2.5">
      <Note title={words.title(when(at))} className="max-w-[640px] grow">
        <p className="whitespace-pre-wrap">{reason}</p>
        <p className="text-ink-3">{one.images_total > 0 ? words.image : words.says}</p>
      </Note>
      {opens && <Button onClick={() => void reinstate(one)}>{caseFormWords.reinstate.open}</Button>}
    </div>
  );
}
