import { useNavigate } from '@tanstack/react-router';
import { useClaim, useRelease } from '@/api/case-commands';
import { type ListedCase, listedCaseQuery } from '@/api/cases';
import { Problem } from '@/api/problem';
import { queries } from '@/api/queries';
import { useMe, useRole } from '@/api/session';
import { paths } from '@/paths';
import { toast, toastFault } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { say } from '@/words/problems';
import { when } from '@/words/time';
import { worklistWords as words } from '@/words/worklist';
import { claimantOf } from './next';

const nameOf = ({ accession }: ListedCase) => accession ?? blood.noAccession;
const isTaken = (fault: unknown) => fault instanceof Problem && fault.status === 409;

/** Claiming cases, so that two readers do not work on the same one. */
export function useClaims() {
  const me = useMe().id;
  const reads = useRole('hematologist');
  const claim = useClaim();
  const release = useRelease();
  const navigate = useNavigate();
  const open = (one: ListedCase) => void navigate({ to: paths.case(one.id) });

  /** Claims a case that is free, releases an own one. */
  const toggle = async (row: ListedCase) => {
    const one = queries.getQueryData(listedCaseQuery(row).queryKey) ?? row;
    try {
      if (claimantOf(one, Date.now()) === me) {
        await release.mutateAsync(one.id);
        toast({ title: words.claim.released(nameOf(one)) });
      } else {
        const { until } = await claim.mutateAsync(one.id);
        toast({ title: words.claim.claimed(nameOf(one), when(until)) });
      }
    } catch (fault) {
      toastFault(say(fault));
    }
  };

  /** Opens the first of them that nobody else has claimed meanwhile, claimed. */
  const next = async (candidates: readonly ListedCase[]) => {
    for (const one of candidates) {
      try {
        await claim.mutateAsync(one.id);
        return open(one);
      } catch (fault) {
        if (!isTaken(fault)) return void toastFault(say(fault));
      }
    }
    toast({ title: words.next.none });
  };

  return { reads, toggle, next, open };
}
