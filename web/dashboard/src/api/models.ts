import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import { queries } from './queries';
import type { components } from './schema';

export type Model = components['schemas']['ModelView'];

export const modelsQuery = queryOptions({
  queryKey: keys.list('models'),
  queryFn: async ({ signal }) => (await got(api.GET('/api/v1/models', { signal }))).items,
});

const anew = () =>
  Promise.all([
    queries.invalidateQueries({ queryKey: ['models'] }),
    queries.invalidateQueries({ queryKey: ['panels'] }),
  ]);

/** From now on this model predicts for its panel. Answers with how many images have no prediction of it. */
export const useActivateModel = () =>
  useMutation({
    mutationFn: (id: string) =>
      got(api.POST('/api/v1/models/{id}/activate', { params: { path: { id } } })),
    onSuccess: anew,
  });

/** The model predicts for the images that have no prediction of it, too. */
export const useBackfillModel = () =>
  useMutation({
    mutationFn: (id: string) =>
      got(api.POST('/api/v1/models/{id}/backfill', { params: { path: { id } } })),
    onSuccess: anew,
  });
