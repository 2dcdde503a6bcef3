import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useMe } from '@/api/session';
import { isByImage, workQuery } from '@/api/work';
import { kept, once } from './keep';
import { asked, type WorklistSearch } from './search';

/** So many rows are looked for before the person scrolls. */
const ENOUGH = 40;
/** After so many pages that the filters left too little of, reading on waits for scrolling. */
const PAGES = 20;

/** The cases of the worklist, in the order in which they press, as they were when they were read. */
export function useWork(search: WorklistSearch) {
  const me = useMe().id;
  const filters = asked(search, me);
  const query = workQuery(filters);
  const list = useInfiniteQuery(query);
  const { data, dataUpdatedAt, hasNextPage, isFetching, fetchNextPage } = list;
  const rows = useMemo(
    () => once(data?.rows ?? []).filter((work) => kept(work.case, search, me, dataUpdatedAt)),
    [data, search, me, dataUpdatedAt],
  );
  const looked = data?.rows.length ?? 0;
  const seeking = hasNextPage && rows.length < ENOUGH && looked < PAGES * ENOUGH;
  useEffect(() => {
    if (seeking && !isFetching) void fetchNextPage();
  }, [seeking, isFetching, fetchNextPage]);

  const narrowed = isByImage(filters) || search.age !== undefined || search.claim !== undefined;
  return {
    rows,
    key: query.queryKey,
    readAt: dataUpdatedAt,
    waiting: list.isPending || (seeking && rows.length === 0),
    error: list.error,
    more: hasNextPage,
    readOn: () => hasNextPage && !isFetching && void fetchNextPage(),
    /** How many there are in all; unknown where the server cannot count them. */
    total: narrowed ? null : (data?.total ?? 0),
    capped: data?.capped ?? false,
  };
}
