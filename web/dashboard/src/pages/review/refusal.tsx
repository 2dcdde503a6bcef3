import type { Image } from '@/api/images';
import type { Panel } from '@/api/panels';
import { useMe } from '@/api/session';
import { Note } from '@/ui/note';
import { blood } from '@/words/blood';
import { outboxWords } from '@/words/outbox';
import { say } from '@/words/problems';
import { review } from '@/words/review';
import { when } from '@/words/time';
import { verdictName } from './order';

interface RefusalProps {
  image: Image;
  panel: Panel | undefined;
  fault: unknown;
  nameOf: (id: string) => string;
}

/** Why one's own verdict does not stand: mostly because somebody else recorded one meanwhile. */
export function Refusal({ image, panel, fault, nameOf }: RefusalProps) {
  const me = useMe();
  const { verdict } = image;
  const byOther = verdict && verdict.by !== me.id;
  return (
    <Note tone="overdue" title={outboxWords.refused} alert>
      {byOther
        ? review.refused.other(
            nameOf(verdict.by),
            verdictName(panel, verdict.label, blood.verdicts),
            when(verdict.at),
          )
        : `${say(fault).text} ${outboxWords.kept}`}
    </Note>
  );
}
