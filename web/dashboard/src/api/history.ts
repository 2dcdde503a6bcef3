import { queryOptions } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import type { components } from './schema';

export type Entry = components['schemas']['Entry'];
/** What has a history of its own. */
export type Told = 'images' | 'cases' | 'patients';

const read = {
  images: '/api/v1/images/{id}/history',
  cases: '/api/v1/cases/{id}/history',
  patients: '/api/v1/patients/{id}/history',
} as const;

/** Everything that happened to an image, a case with its images, or a patient with all cases; oldest first. */
export const historyQuery = (kind: Told, id: string) =>
  queryOptions({
    queryKey: keys.history(kind, id),
    queryFn: async ({ signal }) =>
      (await got(api.GET(read[kind], { params: { path: { id } }, signal }))).items,
  });
