import { useQuery } from '@tanstack/react-query';
import { caseQuery } from '@/api/cases';
import type { Image } from '@/api/images';
import { patientQuery } from '@/api/patients';
import { blood } from '@/words/blood';

const LONG_MS = 5 * 60_000;

/** Whose image it is and of which specimen, both together. */
export function ImageIdentity({ image }: { image: Image }) {
  const patient = useQuery({ ...patientQuery(image.patient_id), staleTime: LONG_MS }).data;
  const one = useQuery({ ...caseQuery(image.case_id), staleTime: LONG_MS }).data;
  return (
    <span className="inline-flex gap-3">
      <b className="min-w-11 font-semibold">{patient?.number}</b>
      {one && (one.accession ?? <span className="text-ink-3">{blood.noAccession}</span>)}
    </span>
  );
}
