import { queryOptions } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import { paged, pageSize } from './paged';
import type { components, paths } from './schema';

export type Image = components['schemas']['ImageView'];
/** An image in a list, with whose it is. */
export type ListedImage = components['schemas']['ListedImage'];
export type Prediction = components['schemas']['PredictionView'];
export type Measurement = components['schemas']['MeasurementView'];
export type ImageFilters = Omit<
  NonNullable<paths['/api/v1/images']['get']['parameters']['query']>,
  'cursor' | 'after'
>;

export const imagesQuery = (filters: ImageFilters) =>
  paged<ListedImage>(keys.list('images', filters), (cursor, signal) =>
    got(
      api.GET('/api/v1/images', {
        params: { query: { limit: pageSize(cursor), ...filters, cursor } },
        signal,
      }),
    ),
  );

/** One image, now or as it was at a position or time. */
export const imageQuery = (id: string, asOf?: string) =>
  queryOptions({
    queryKey: [...keys.one('images', id), asOf ?? 'now'],
    queryFn: ({ signal }) =>
      got(
        api.GET('/api/v1/images/{id}', {
          params: { path: { id }, query: { as_of: asOf } },
          signal,
        }),
      ),
  });

export { contentOf, previewOf, thumbnailOf } from './pictures';
