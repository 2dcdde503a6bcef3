const SORTS = ['username', 'full_name', 'created_at'] as const;
type Sort = (typeof SORTS)[number] | `-${(typeof SORTS)[number]}`;

export interface UsersSearch {
  q?: string;
  sort?: Sort;
}

/** What the address may say. */
export function usersSearch(search: Record<string, unknown>): UsersSearch {
  const field = String(search.sort ?? '').replace(/^-/, '');
  return {
    q: typeof search.q === 'string' && search.q ? search.q : undefined,
    sort: SORTS.some((one) => one === field) ? (search.sort as Sort) : undefined,
  };
}
