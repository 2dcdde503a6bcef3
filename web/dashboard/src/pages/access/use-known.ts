import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Access } from '@/api/access';
import type { Page } from '@/api/paged';
import { queries } from '@/api/queries';
import { useMe } from '@/api/session';
import { usersQuery } from '@/api/users';
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

/** Whom and what can be filtered by: those met in the record so far, and, for administrators, every user. */
export function useKnown(readAt: number, { user, patient }: AccessSearch): Known {
  const admin = useMe().role === 'admin';
  const users = useInfiniteQuery({ ...usersQuery({ sort: 'full_name' }), enabled: admin });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read changes when something is read.
  return useMemo(() => {
    const people = new Map(users.data?.rows.map(({ id, full_name }) => [id, full_name]));
    const patients = new Set<string>();
    for (const { user_id, user_name, patient_id } of linesRead()) {
      if (user_id && user_name) people.set(user_id, user_name);
      if (patient_id) patients.add(patient_id);
    }
    if (user && !people.has(user)) people.set(user, shortened(user));
    if (patient) patients.add(patient);
    return {
      people: [...people]
        .map(([value, label]) => ({ value, label }))
        .sort((a, b) => a.label.localeCompare(b.label)),
      patients: [...patients].map((value) => ({ value, label: shortened(value) })),
    };
  }, [readAt, users.data, user, patient]);
}
