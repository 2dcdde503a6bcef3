import { type InfiniteData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Access } from '@/api/access';
import type { Page } from '@/api/paged';
import { peopleQuery } from '@/api/people';
import { queries } from '@/api/queries';
import type { FilterOption } from '@/ui/filter-chip';
import { shortened } from '@/words/access';
import type { AccessSearch } from './search';

interface Known {
  people: readonly FilterOption<string>[];
  patients: readonly FilterOption<string>[];
}

/** Every line that was read so far, under any filter. */
const linesRead = (): Access[] =>
  queries
    .getQueriesData<InfiniteData<Page<Access>>>({ queryKey: ['access', 'list'] })
    .flatMap(([, list]) => list?.pages ?? [])
    .flatMap(({ items }) => items);

/** What can be filtered by: everybody who works here, and the patients met in the record so far. */
export function useKnown(readAt: number, { user, patient }: AccessSearch): Known {
  const { data: staff } = useQuery(peopleQuery);
  const people = useMemo(() => {
    const named = staff?.map(({ id, full_name }) => ({ value: id, label: full_name })) ?? [];
    const known = user === undefined || named.some(({ value }) => value === user);
    return known ? named : [...named, { value: user, label: shortened(user) }];
  }, [staff, user]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read changes when something is read.
  const patients = useMemo(() => {
    const met = new Set(patient === undefined ? [] : [patient]);
    for (const { patient_id } of linesRead()) if (patient_id) met.add(patient_id);
    return [...met].map((value) => ({ value, label: shortened(value) }));
  }, [readAt, patient]);
  return { people, patients };
}
