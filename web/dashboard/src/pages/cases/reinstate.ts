import { reinstateCase } from '@/api/case-commands';
import type { Case } from '@/api/cases';
import { toast, toastFault } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { caseFormWords } from '@/words/cases';
import { say } from '@/words/problems';

/** Takes a withdrawn case back into work, and says what came of it. */
export async function reinstate({ id, accession }: Case): Promise<void> {
  try {
    await reinstateCase(id);
    toast({ title: caseFormWords.reinstate.done(accession ?? blood.noAccession) });
  } catch (fault) {
    toastFault(say(fault));
  }
}
