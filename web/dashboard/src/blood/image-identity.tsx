import type { ListedImage } from '@/api/images';
import { blood } from '@/words/blood';

/** Whose image it is and of which specimen, both together. */
export function ImageIdentity({ image: { patient_number, accession } }: { image: ListedImage }) {
  return (
    <span className="flex gap-3">
      <b className="min-w-11 font-semibold">{patient_number}</b>
      {accession ?? <span className="text-ink-3">{blood.noAccession}</span>}
    </span>
  );
}
