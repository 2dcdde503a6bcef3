import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type Image, imageQuery, imagesQuery } from '@/api/images';
import { useLiveChanges } from '@/api/live';
import type { Page } from '@/api/paged';
import { queries } from '@/api/queries';

const LIMIT = 200;
/** More changes than this are read as a whole list. */
const ONE_BY_ONE = 12;

type Data = InfiniteData<Page<Image>>;

/** Every image of a case, in the order of arrival. What changes while `busy` is held back. */
export function useCaseImages(caseId: string, busy: boolean) {
  const query = useMemo(
    () => imagesQuery({ case: caseId, sort: 'uploaded_at', limit: LIMIT }),
    [caseId],
  );
  const list = useInfiniteQuery({
    ...query,
    placeholderData: undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { hasNextPage, isFetching, fetchNextPage, refetch } = list;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);

  const changed = useRef(new Set<string>());
  const [waiting, setWaiting] = useState(0);
  const { queryKey } = query;
  const take = useCallback(async () => {
    const ids = [...changed.current];
    changed.current.clear();
    setWaiting(0);
    if (ids.length > ONE_BY_ONE) return void (await refetch());
    const read = ids.map((id) => queries.fetchQuery({ ...imageQuery(id), staleTime: 0 }));
    const images = (await Promise.allSettled(read)).flatMap((one) =>
      one.status === 'fulfilled' ? one.value : [],
    );
    queries.setQueryData<Data>(queryKey, (data) => data && put(data, images, caseId));
  }, [refetch, queryKey, caseId]);

  useLiveChanges((changes) => {
    for (const { image_id, case_id } of changes)
      if (image_id && case_id === caseId) changed.current.add(image_id);
    if (busy) setWaiting(changed.current.size);
    else if (changed.current.size > 0) void take();
  });
  useEffect(() => {
    if (!busy && changed.current.size > 0) void take();
  }, [busy, take]);

  return { list, images: list.data?.rows ?? NONE, total: list.data?.total ?? 0, waiting, take };
}

const NONE: readonly Image[] = [];

/** Puts images in their places as they are now; new ones come last, and what left the case goes. */
function put(data: Data, images: readonly Image[], caseId: string): Data {
  const now = new Map(images.map((image) => [image.id, image]));
  const stays = ({ status, case_id }: Image) => status !== 'voided' && case_id === caseId;
  const known = new Set(data.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const fresh = images.filter((image) => !known.has(image.id) && stays(image));
  const last = data.pages.length - 1;
  const pages = data.pages.map((page, at) => {
    const items = page.items.map((item) => now.get(item.id) ?? item).filter(stays);
    return { ...page, items: at === last ? [...items, ...fresh] : items };
  });
  const countOf = (all: readonly Page<Image>[]) =>
    all.reduce((sum, { items }) => sum + items.length, 0);
  const more = countOf(pages) - countOf(data.pages);
  return { ...data, pages: pages.map((page) => ({ ...page, total: page.total + more })) };
}
