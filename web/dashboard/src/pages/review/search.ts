import type { ImageFilters } from '@/api/images';

/** What the address may say: where the queue comes from, and what is compared. */
export interface ReviewSearch {
  /** The queue is this case. */
  case?: string;
  /** The queue is the worklist, with these filters. */
  worklist?: boolean;
  panel?: string;
  predicted?: string;
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
  return {
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

/** The list that the queue is: what waits in the worklist, or all images of a case as they were taken. */
export function queueFilters(search: ReviewSearch, ownCase: string | undefined): ImageFilters {
  const { panel, predicted, critical, mix_up, q } = search;
  if (search.worklist)
    return { sort: 'worklist', status: 'unverified', panel, predicted, critical, mix_up, q };
  return { case: search.case ?? ownCase, sort: 'uploaded_at' };
}
