import type { ImageFilters } from '@/api/images';
import { dayOf, momentsOf } from '@/pages/day';

const SORTS = ['uploaded_at', 'file_name', 'uncertainty'] as const;
type Sort = (typeof SORTS)[number] | `-${(typeof SORTS)[number]}`;
export const STATUSES = ['unverified', 'verified', 'voided'] as const;

/** What an image is or is not: model and reader disagree, the verdict was amended, the model knows the like. */
export const EITHER = ['disagrees', 'amended', 'inside'] as const;

export interface ImagesSearch extends Partial<Record<(typeof EITHER)[number], boolean>> {
  panel?: string;
  status?: (typeof STATUSES)[number];
  predicted?: string;
  verdict?: string;
  /** A day, `2026-11-23`: those that arrived then. */
  uploaded?: string;
  sort?: Sort;
}

const NAME = /^[a-z0-9_-]{1,64}$/;
const name = (value: unknown) =>
  typeof value === 'string' && NAME.test(value) ? value : undefined;

/** What the address may say. */
export function imagesSearch(search: Record<string, unknown>): ImagesSearch {
  const field = String(search.sort ?? '').replace(/^-/, '');
  return {
    panel: name(search.panel),
    status: STATUSES.find((one) => one === search.status),
    predicted: name(search.predicted),
    verdict: name(search.verdict),
    uploaded: dayOf(search.uploaded),
    ...either(search),
    sort: SORTS.some((one) => one === field) ? (search.sort as Sort) : undefined,
  };
}

const either = (search: Record<string, unknown>): Partial<ImagesSearch> =>
  Object.fromEntries(
    EITHER.flatMap((one) => (typeof search[one] === 'boolean' ? [[one, search[one]]] : [])),
  );

/** What the server is asked for; the newest first when nothing else is wanted. */
export function asked({ uploaded, sort, ...filters }: ImagesSearch): ImageFilters {
  const day = uploaded ? momentsOf(uploaded) : undefined;
  return {
    ...filters,
    ...(day && { uploaded_after: day.from, uploaded_before: day.to }),
    sort: sort ?? '-uploaded_at',
  };
}

export const isFiltered = ({ sort: _, ...filters }: ImagesSearch) =>
  Object.values(filters).some((value) => value !== undefined);
