import type { ImageFilters } from '@/api/images';
import { asked, type ImagesSearch, imagesSearch } from '@/pages/images/search';

/** What the address may say: where the queue comes from, and what is compared. */
export interface ReviewSearch extends ImagesSearch {
  /** The queue is this case. */
  case?: string;
  /** The queue is the worklist, with these filters. */
  worklist?: boolean;
  /** The queue is the list of images, with its filters. */
  list?: boolean;
  critical?: boolean;
  mix_up?: boolean;
  q?: string;
  /** Another image, side by side. */
  compare?: string;
}

const words = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;
const yes = (value: unknown) => (value === true || value === 'true' ? true : undefined);

export function reviewSearch(search: Record<string, unknown>): ReviewSearch {
  const list = yes(search.list);
  return {
    ...(list && imagesSearch(search)),
    list,
    case: words(search.case),
    worklist: yes(search.worklist),
    panel: words(search.panel),
    predicted: words(search.predicted),
    critical: yes(search.critical),
    mix_up: yes(search.mix_up),
    q: words(search.q),
    compare: words(search.compare),
  };
}

/** The filters of the list of images that the queue is. */
export function listOf(search: ReviewSearch): ImagesSearch {
  const { panel, status, predicted, verdict, disagrees, amended, inside, uploaded, sort } = search;
  return { panel, status, predicted, verdict, disagrees, amended, inside, uploaded, sort };
}

/** The list that the queue is: what waits in the worklist, a list of images, or all of a case as they were taken. */
export function queueFilters(search: ReviewSearch, ownCase: string | undefined): ImageFilters {
  const { panel, predicted, critical, mix_up, q } = search;
  if (search.worklist)
    return { sort: 'worklist', status: 'unverified', panel, predicted, critical, mix_up, q };
  if (search.list) return asked(listOf(search));
  return { case: search.case ?? ownCase, sort: 'uploaded_at' };
}
