import { Tag } from '@/ui/tag';
import { blood } from '@/words/blood';
import type { Certainty } from './certainty';

/** Sure, Unsure or Outside: the three words, and no others. */
export function CertaintyWord({ certainty }: { certainty: Certainty }) {
  if (certainty === 'outside') return <Tag tone="outside">{blood.outside}</Tag>;
  const sure = certainty === 'sure';
  return (
    <span className={sure ? 'text-small text-ink-3' : 'text-small text-ink-2'}>
      {sure ? blood.sure : blood.unsure}
    </span>
  );
}
