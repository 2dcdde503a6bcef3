import type { Image } from '@/api/images';
import type { Panel } from '@/api/panels';
import type { Held } from '@/outbox/held';
import { Note } from '@/ui/note';
import { blood } from '@/words/blood';
import { review } from '@/words/review';
import { when } from '@/words/time';
import { verdictName } from './order';

interface StandingProps {
  image: Image;
  panel: Panel | undefined;
  held: Held | undefined;
  nameOf: (id: string) => string;
}

/** What was recorded of the image, by whom; of one's own, whether it is on its way. */
export function Standing({ image, panel, held, nameOf }: StandingProps) {
  const { verdict } = image;
  const words = review.verdict;
  if (held)
    return (
      <Note tone="verified" title={words.stands(held.name)}>
        {held.comment && <div>“{held.comment}”</div>}
        {words.sentSoon}
      </Note>
    );
  if (!verdict) return null;
  const facts = [
    words.standsBy(nameOf(verdict.by), when(verdict.at)),
    words.bases[verdict.basis],
    verdict.amendments > 0 && words.amended(verdict.amendments),
  ];
  return (
    <Note tone="verified" title={words.stands(verdictName(panel, verdict.label, blood.verdicts))}>
      {verdict.comment && <div>“{verdict.comment}”</div>}
      {facts.filter(Boolean).join(' · ')}
    </Note>
  );
}
