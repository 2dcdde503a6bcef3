import { queryOptions } from '@tanstack/react-query';
import { type Case, type CaseFilters, caseQuery } from './cases';
import { api, got } from './client';
import type { Image } from './images';
import { keys } from './keys';
import { PAGE_SIZE, type Page, paged } from './paged';
import { queries } from './queries';

/** A case of the worklist; with the image that brought it there, where images were asked for. */
export interface Work {
  case: Case;
  lead?: Image;
}

/** What the server can be asked for: cases, or cases by their images. */
export interface WorkFilters {
  status?: 'open' | 'read';
  priority?: CaseFilters['priority'];
  critical?: boolean;
  overdue?: boolean;
  claimed_by?: string;
  panel?: string;
  predicted?: string;
}

/** Whether the list is put together from images, which alone know of panels and classes. */
export const isByImage = ({ panel, predicted }: WorkFilters) =>
  panel !== undefined || predicted !== undefined;

/** Cases in the order in which they press. */
export const workQuery = (filters: WorkFilters) =>
  paged<Work>(keys.list('cases', { work: filters }), (cursor, signal) =>
    isByImage(filters) ? workByImage(filters, cursor, signal) : workByCase(filters, cursor, signal),
  );

async function workByCase(
  { panel: _, predicted: __, ...filters }: WorkFilters,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<Work>> {
  const query = { sort: 'worklist' as const, limit: PAGE_SIZE, ...filters, cursor };
  const page = await got(api.GET('/api/v1/cases', { params: { query }, signal }));
  return { ...page, items: page.items.map((one) => ({ case: one })) };
}

async function workByImage(
  { status, panel, predicted, critical }: WorkFilters,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Page<Work>> {
  const unread = status === 'open' ? ('unverified' as const) : undefined;
  const query = { sort: 'worklist' as const, limit: 200, panel, predicted, critical, cursor };
  const page = await got(
    api.GET('/api/v1/images', { params: { query: { ...query, status: unread } }, signal }),
  );
  const leads = new Map<string, Image>();
  for (const image of page.items) if (!leads.has(image.case_id)) leads.set(image.case_id, image);
  const items = await Promise.all(
    [...leads].map(async ([id, lead]) => ({ case: await queries.fetchQuery(caseQuery(id)), lead })),
  );
  return { ...page, items };
}

/** The image of a case that comes first in the worklist: the most pressing one that is unread. */
export const leadQuery = ({ id, images_unverified }: Case) =>
  queryOptions({
    queryKey: [...keys.one('cases', id), 'lead'],
    queryFn: async ({ signal }): Promise<Image | null> => {
      const status = images_unverified > 0 ? ('unverified' as const) : undefined;
      const query = { case: id, sort: 'worklist' as const, status, limit: 1 };
      const page = await got(api.GET('/api/v1/images', { params: { query }, signal }));
      return page.items[0] ?? null;
    },
  });

/** How many cases there are of a kind. */
export const casesCount = (filters: CaseFilters) =>
  queryOptions({
    queryKey: ['cases', 'count', filters],
    queryFn: async ({ signal }) => {
      const query = { ...filters, limit: 1 };
      return (await got(api.GET('/api/v1/cases', { params: { query }, signal }))).total;
    },
  });

/** Cases whose critical findings wait for somebody to be told. */
export const alarmsQuery = queryOptions({
  queryKey: ['cases', 'alarms'],
  queryFn: async ({ signal }) => {
    const query = { critical: true, sort: 'worklist' as const, limit: 50 };
    return (await got(api.GET('/api/v1/cases', { params: { query }, signal }))).items;
  },
});
