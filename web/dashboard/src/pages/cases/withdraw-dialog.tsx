import { useQuery } from '@tanstack/react-query';
import { withdrawCase } from '@/api/case-commands';
import { type Case, caseQuery } from '@/api/cases';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { ReasonDialog } from '@/ui/reason-dialog';
import { toast } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { caseFormWords } from '@/words/cases';
import { shell } from '@/words/shell';
import { reinstate } from './reinstate';

const words = caseFormWords.withdraw;

/** For how long a withdrawal can be taken back where it was said. */
const OFFERED_MS = 12_000;

/** Withdraws a case that was opened in error; says before anything is typed what stands in the way. */
export function WithdrawDialog({ one, onClose }: { one: Case; onClose: () => void }) {
  const { data: now = one } = useQuery({ ...caseQuery(one.id), initialData: one });
  const name = one.accession ?? blood.noAccession;
  const hindrance = hindranceOf(now);
  if (hindrance)
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={words.cannot(name)}
        says={hindrance}
        actions={<Button onClick={onClose}>{shell.close}</Button>}
      />
    );
  const withdraw = async (reason: string) => {
    await withdrawCase(now, reason);
    toast({
      title: words.done(name),
      ms: OFFERED_MS,
      action: { label: caseFormWords.reinstate.open, run: () => void reinstate(one) },
    });
  };
  return (
    <ReasonDialog
      open
      onOpenChange={onClose}
      title={words.title(name)}
      says={words.says}
      label={words.reason}
      action={words.action}
      onConfirm={withdraw}
    />
  );
}

/** What the case holds; a declared critical finding only the server knows of for sure. */
function hindranceOf({ images_total, conclusion, withdrawn }: Case): string | null {
  if (withdrawn) return null;
  if (images_total > 0) return words.images(images_total);
  return conclusion ? words.concluded : null;
}
