import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  type QueryKey,
} from '@tanstack/react-query';
import { queries } from './queries';

/** One page of a list, as every list of the interface answers. */
export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
  total: number;
  total_capped: boolean;
}

/** How many rows to ask for: few for the first screen, then as many as there can be. */
export const pageSize = (cursor: string | undefined) => (cursor === undefined ? 100 : 200);

/** A list read page by page, each going on where the one before ended. */
export function paged<T>(
  queryKey: QueryKey,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    // Rows stay while others are read, so that nothing flickers as filters change.
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    select: joined<T>,
  });
}

function joined<T>({ pages }: InfiniteData<Page<T>>) {
  return {
    rows: pages.flatMap((page) => page.items),
    total: pages[0]?.total ?? 0,
    capped: pages[0]?.total_capped ?? false,
  };
}

/** Reads a list anew from its first page: what was scrolled past is let go. */
export const anew = (queryKey: QueryKey) => queries.resetQueries({ queryKey, exact: true });
