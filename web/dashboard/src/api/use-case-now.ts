import { useQuery } from '@tanstack/react-query';
import { type ListedCase, listedCaseQuery } from './cases';

/** A case of a list as it is now: what changes, changes in its place. */
export function useCaseNow(one: ListedCase): ListedCase {
  const { data } = useQuery({
    ...listedCaseQuery(one),
    initialData: one,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data ?? one;
}
