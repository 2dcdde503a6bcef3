import { useQuery } from '@tanstack/react-query';
import { type Case, caseQuery } from './cases';
import { patientQuery } from './patients';
import { leadQuery, type Work } from './work';

const LONG_MS = 5 * 60_000;

/** A case of a list as it is now: what changes, changes in its place. */
export function useCaseNow(one: Case): Case {
  const query = caseQuery(one.id);
  const { data } = useQuery({
    ...query,
    initialData: one,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data.case_revision < one.case_revision ? one : data;
}

/** The image that stands for a case; undefined until it is known, null when there is none. */
export function useLead({ case: one, lead }: Work) {
  const { data } = useQuery({
    ...leadQuery(one),
    initialData: lead,
    staleTime: LONG_MS,
    enabled: one.images_total > 0,
  });
  return one.images_total > 0 ? data : null;
}

/** Whose case it is; undefined until it is known. */
export function usePatient(id: string) {
  const { data } = useQuery({ ...patientQuery(id), staleTime: LONG_MS });
  return data;
}
