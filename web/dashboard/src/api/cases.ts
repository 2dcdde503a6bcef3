import { queryOptions } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import { paged, pageSize } from './paged';
import type { components, paths } from './schema';

export type Case = components['schemas']['CaseView'];
/** A case as lists show it: with whose it is, what is to be read first, and who works on it. */
export type ListedCase = components['schemas']['ListedCase'];
export type CaseFilters = Omit<
  NonNullable<paths['/api/v1/cases']['get']['parameters']['query']>,
  'cursor' | 'after'
>;

export const casesQuery = (filters: CaseFilters) =>
  paged<ListedCase>(keys.list('cases', filters), (cursor, signal) =>
    got(
      api.GET('/api/v1/cases', {
        params: { query: { limit: pageSize(cursor), ...filters, cursor } },
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

/** A listed case as it is now, found among its patient's. */
export const listedCaseQuery = ({ id, patient_id }: Pick<Case, 'id' | 'patient_id'>) =>
  queryOptions({
    queryKey: [...keys.one('cases', id), 'listed'],
    queryFn: async ({ signal }): Promise<ListedCase | null> => {
      const params = { path: { id: patient_id }, query: { limit: 200 } };
      const page = await got(api.GET('/api/v1/patients/{id}/cases', { params, signal }));
      return page.items.find((one) => one.id === id) ?? null;
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
