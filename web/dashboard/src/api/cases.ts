import { queryOptions } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import { PAGE_SIZE, paged } from './paged';
import type { components, paths } from './schema';

export type Case = components['schemas']['CaseView'];
export type CaseFilters = Omit<
  NonNullable<paths['/api/v1/cases']['get']['parameters']['query']>,
  'cursor' | 'after'
>;

export const casesQuery = (filters: CaseFilters) =>
  paged<Case>(keys.list('cases', filters), (cursor, signal) =>
    got(
      api.GET('/api/v1/cases', {
        params: { query: { limit: PAGE_SIZE, ...filters, cursor } },
        signal,
      }),
    ),
  );

/** One case, now or as it was at a position or time. */
export const caseQuery = (id: string, asOf?: string) =>
  queryOptions({
    queryKey: [...keys.one('cases', id), asOf ?? 'now'],
    queryFn: ({ signal }) =>
      got(
        api.GET('/api/v1/cases/{id}', { params: { path: { id }, query: { as_of: asOf } }, signal }),
      ),
  });

/** The case of exactly this accession number, when there is one. */
export async function caseOf(accession: string): Promise<Case | undefined> {
  const found = await got(
    api.GET('/api/v1/cases', { params: { query: { q: accession, limit: 20 } } }),
  );
  const same = (one: Case) => one.accession?.toLowerCase() === accession.toLowerCase();
  return found.items.find(same);
}
