import { useClaim, useRelease } from '@/api/case-commands';
import type { Case } from '@/api/cases';
import { useMe, useRole } from '@/api/session';
import { isDone } from '@/blood/case-state';
import { useKeys } from '@/keys/use-keys';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/tag';
import { toastFault } from '@/ui/toast-store';
import { caseWords } from '@/words/case';
import { say } from '@/words/problems';
import { when } from '@/words/time';
import { useNames } from './use-names';

const words = caseWords.claim;

/** Who works on the case now; a reader can claim it, and release it again. */
export function Claim({ one }: { one: Case }) {
  const me = useMe();
  const reads = useRole('hematologist');
  const claim = useClaim();
  const release = useRelease();
  const now = Date.now();
  const held = one.claim && Date.parse(one.claim.until) > now ? one.claim : null;
  const mine = held?.by === me.id;
  const nameOf = useNames(one.id, [held?.by]);
  const onError = (fault: unknown) => toastFault(say(fault));
  const toggle = () =>
    mine ? release.mutate(one.id, { onError }) : claim.mutate(one.id, { onError });
  const may = reads && (mine || (!held && !isDone(one) && !one.withdrawn));
  useKeys(caseWords.title(one.accession ?? ''), [
    { keys: 'q', does: mine ? words.release : words.take, off: !may, run: toggle },
  ]);
  return (
    <span className="flex flex-none items-center gap-2">
      {held && (
        <Tag icon="person">
          {mine
            ? words.mine(when(held.until))
            : words.other(nameOf(held.by, '', words.somebody), when(held.until))}
        </Tag>
      )}
      {may && (
        <Button small keys="q" disabled={claim.isPending || release.isPending} onClick={toggle}>
          {mine ? words.release : words.take}
        </Button>
      )}
    </span>
  );
}
