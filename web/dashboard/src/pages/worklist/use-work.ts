import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { casesQuery, type ListedCase, listedCaseQuery } from '@/api/cases';
import { queries } from '@/api/queries';
import { useMe } from '@/api/session';
import { asked, type WorklistSearch } from './search';

/** The cases of the worklist, the most pressing first, as they were when they were read. */
export function useWork(search: WorklistSearch) {
  const me = useMe().id;
  // Ages are counted from when they are asked for, so that no row leaves by itself.
  const query = useMemo(() => casesQuery(asked(search, me, Date.now())), [search, me]);
  const list = useInfiniteQuery(query);
  const { data, dataUpdatedAt: updatedAt } = list;
  const taken = useRef(new WeakSet<ListedCase>());
  // Each row then follows what changes by itself, from here on.
  useEffect(() => {
    for (const row of data?.rows ?? []) {
      if (taken.current.has(row)) continue;
      taken.current.add(row);
      const { queryKey } = listedCaseQuery(row);
      // One that was never drawn begins with what the list says.
      if (queries.getQueryState(queryKey)) queries.setQueryData(queryKey, row, { updatedAt });
    }
  }, [data, updatedAt]);
  return {
    key: query.queryKey,
    rows: data?.rows ?? [],
    total: data?.total ?? 0,
    capped: data?.capped ?? false,
    readAt: updatedAt,
    waiting: list.isPending,
    error: list.error,
    readOn: () => list.hasNextPage && !list.isFetching && void list.fetchNextPage(),
  };
}
