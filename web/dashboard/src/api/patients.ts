import { queryOptions } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import { paged, pageSize } from './paged';
import type { components, paths } from './schema';

export type Patient = components['schemas']['PatientView'];
export type PatientFilters = Omit<
  NonNullable<paths['/api/v1/patients']['get']['parameters']['query']>,
  'cursor' | 'after'
>;

export const patientsQuery = (filters: PatientFilters) =>
  paged<Patient>(keys.list('patients', filters), (cursor, signal) =>
    got(
      api.GET('/api/v1/patients', {
        params: { query: { limit: pageSize(cursor), ...filters, cursor } },
        signal,
      }),
    ),
  );

/** One patient, now or as it was at a position or time. */
export const patientQuery = (id: string, asOf?: string) =>
  queryOptions({
    queryKey: [...keys.one('patients', id), asOf ?? 'now'],
    queryFn: ({ signal }) =>
      got(
        api.GET('/api/v1/patients/{id}', {
          params: { path: { id }, query: { as_of: asOf } },
          signal,
        }),
      ),
  });
