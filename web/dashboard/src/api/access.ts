import { api, got } from './client';
import { keys } from './keys';
import { paged, pageSize } from './paged';
import type { components, paths } from './schema';

/** A line of the access record. */
export type Access = components['schemas']['AccessView'];
export type AccessKind = components['schemas']['AccessKind'];
export type AccessFilters = Omit<
  NonNullable<paths['/api/v1/access']['get']['parameters']['query']>,
  'cursor' | 'after'
>;

export const accessQuery = (filters: AccessFilters) =>
  paged<Access>(keys.list('access', filters), (cursor, signal) =>
    got(
      api.GET('/api/v1/access', {
        params: { query: { limit: pageSize(cursor), ...filters, cursor } },
        signal,
      }),
    ),
  );
