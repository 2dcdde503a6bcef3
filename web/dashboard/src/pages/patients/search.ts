const SORTS = ['number', 'name', 'registered_at', 'images_unverified'] as const;
type Sort = (typeof SORTS)[number] | `-${(typeof SORTS)[number]}`;

export interface PatientsSearch {
  q?: string;
  sort?: Sort;
}

/** What the address may say. */
export function patientsSearch(search: Record<string, unknown>): PatientsSearch {
  const field = String(search.sort ?? '').replace(/^-/, '');
  // An address may spell a number as one: it is a patient's number here.
  const q = ['string', 'number'].includes(typeof search.q) ? String(search.q) : '';
  return {
    q: q || undefined,
    sort: SORTS.some((one) => one === field) ? (search.sort as Sort) : undefined,
  };
}
