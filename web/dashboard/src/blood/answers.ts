import type { Model } from '@/api/models';

export type Band = NonNullable<Model['answers']>[number];

/** The answers that were as sure as this one; none where they were not counted or there were none. */
export function alike(answers: Model['answers'], confidence: number): Band | undefined {
  const holds = ({ from, to }: Band) =>
    confidence >= from && (confidence < to || (to === 1 && confidence === 1));
  return answers?.find((band) => holds(band) && band.images > 0);
}
