import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, got } from './client';
import type { components } from './schema';

export type Person = components['schemas']['PersonView'];

export const peopleQuery = queryOptions({
  queryKey: ['users', 'people'],
  queryFn: async ({ signal }) => (await got(api.GET('/api/v1/people', { signal }))).items,
  staleTime: 10 * 60_000,
});

/** What the people are called who work or worked here; undefined for one who is not known. */
export function usePeople(): (id: string) => string | undefined {
  const { data } = useQuery({ ...peopleQuery, select: namesOf });
  return (id) => data?.get(id);
}

const namesOf = (people: Person[]): ReadonlyMap<string, string> =>
  new Map(people.map(({ id, full_name }) => [id, full_name]));
