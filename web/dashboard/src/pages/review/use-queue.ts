import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { type Image, imagesQuery, type ListedImage } from '@/api/images';
import { useLiveChanges } from '@/api/live';
import type { Page } from '@/api/paged';
import { queries } from '@/api/queries';
import { queueFilters, type ReviewSearch } from './search';

const LIMIT = 200;
/** How far an image is looked for in a list that it may not be in. */
const PAGES = 20;
/** Images read ahead of the end of what is known. */
const NEAR = 20;

export interface Queue {
  items: readonly Image[];
  total: number;
  capped: boolean;
  /** Where the image is, counted from one; none when it is not in the list. */
  place: number | null;
}

/** The images that are read one after the other. It keeps its order while it is worked through. */
export function useQueue(search: ReviewSearch, image: Image | undefined, id: string): Queue {
  const filters = { ...queueFilters(search, image?.case_id), limit: LIMIT };
  const key = JSON.stringify(filters);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the filters.
  const query = useMemo(() => imagesQuery(filters), [key]);
  const isCase = filters.case !== undefined;
  const list = useInfiniteQuery({
    ...query,
    enabled: isCase || search.worklist === true || search.list === true,
    placeholderData: undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const rows = list.data?.rows ?? NONE;
  const at = rows.findIndex((one) => one.id === id);

  const { hasNextPage, isFetching, fetchNextPage } = list;
  const wanted = at < 0 ? rows.length < PAGES * LIMIT : at >= rows.length - NEAR;
  useEffect(() => {
    if (list.data && wanted && hasNextPage && !isFetching) void fetchNextPage();
  }, [list.data, wanted, hasNextPage, isFetching, fetchNextPage]);

  // A case keeps its order, so that it can be read anew as it changes; a worklist would reorder itself.
  useLiveChanges((changes) => {
    if (isCase && changes.some((change) => change.case_id === filters.case)) void list.refetch();
  });
  const { queryKey } = query;
  useEffect(() => {
    if (image) queries.setQueryData(queryKey, (data) => replaced(data, image));
  }, [image, queryKey]);

  const items = useMemo(
    () => (at < 0 && image && list.data ? [image, ...rows] : rows),
    [rows, at, image, list.data],
  );
  return {
    items,
    total: list.data?.total ?? 0,
    capped: list.data?.capped ?? false,
    place: at < 0 ? null : at + 1,
  };
}

const NONE: readonly Image[] = [];

type Data = InfiniteData<Page<ListedImage>>;

function replaced(data: Data | undefined, image: Image): Data | undefined {
  const known = data?.pages.some((page) =>
    page.items.some((one) => one.id === image.id && one !== image),
  );
  if (!data || !known) return data;
  const put = (one: ListedImage) => (one.id === image.id ? { ...one, ...image } : one);
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.map(put) })),
  };
}
