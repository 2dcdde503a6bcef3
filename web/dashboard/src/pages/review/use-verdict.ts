import { useRef, useState } from 'react';
import type { Image } from '@/api/images';
import type { Panel } from '@/api/panels';
import { useDraft } from '@/drafts/use-draft';
import { draftKey, hold, NO_DRAFT, type VerdictDraft } from '@/outbox/outbox';
import { blood } from '@/words/blood';
import { review } from '@/words/review';
import { verdictName } from './order';

export interface VerdictForm {
  draft: VerdictDraft;
  keptAt: number | null;
  /** What the chosen label is called. */
  name: string | null;
  choose: (label: string) => void;
  setComment: (comment: string) => void;
  /** Records what is chosen, or asks for what is missing. */
  record: (reason?: string) => void;
  /** What is asked for before it can be recorded. */
  asks: 'unsuitable' | 'amend' | null;
  stopAsking: () => void;
  /** What hinders recording, said beside the button. */
  hint: string | null;
  comment: React.RefObject<HTMLTextAreaElement | null>;
}

/** A reader's form for one image: chosen freely, recorded once. */
export function useVerdict(
  image: Image,
  panel: Panel | undefined,
  pending: boolean,
  onRecorded: (name: string) => void,
): VerdictForm {
  const kept = useDraft<VerdictDraft>(draftKey(image.id), NO_DRAFT);
  const [asks, setAsks] = useState<VerdictForm['asks']>(null);
  const [hint, setHint] = useState<string | null>(null);
  const comment = useRef<HTMLTextAreaElement>(null);
  const { label } = kept.value;
  const name = label && verdictName(panel, label, blood.verdicts);
  const said = kept.value.comment.trim();

  const missing = (): string | null => {
    if (!label) return review.verdict.choose;
    if (label === 'other' && !said) return review.verdict.otherNeeds;
    const { verdict } = image;
    const same = verdict?.label === label && (verdict.comment ?? '') === said;
    return same && !pending ? review.verdict.same : null;
  };
  const record = (reason?: string) => {
    const lacks = missing();
    setHint(lacks);
    if (lacks || !label || !name) {
      if (label === 'other') comment.current?.focus();
      return;
    }
    if (!reason && label === 'unsuitable') return setAsks('unsuitable');
    if (!reason && image.verdict) return setAsks('amend');
    setAsks(null);
    kept.drop();
    hold({
      image: image.id,
      label,
      name,
      comment: said || undefined,
      reason,
      revision: image.case_revision,
    });
    onRecorded(name);
  };
  const choose = (next: string) => {
    setHint(null);
    kept.set({ ...kept.value, label: next });
  };
  return {
    draft: kept.value,
    keptAt: kept.keptAt,
    name,
    choose,
    setComment: (text) => kept.set({ ...kept.value, comment: text }),
    record,
    asks,
    stopAsking: () => setAsks(null),
    hint,
    comment,
  };
}
