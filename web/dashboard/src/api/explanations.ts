import { useMutation } from '@tanstack/react-query';
import { api, got } from './client';
import type { Image } from './images';
import { keys } from './keys';
import { queries } from './queries';
import type { components } from './schema';

export type Explanation = components['schemas']['ExplanationView'];

/** Where a model sees a label in an image, as far as anybody asked. */
export const explanationOf = (image: Image, model: string, label: string) =>
  image.explanations.find((one) => one.model === model && one.label === label);

/** Where the picture of a map is. */
export const mapOf = (image: string, { model, label }: Explanation) =>
  `/api/v1/images/${image}/explanations/${model}/${label}`;

/** Asks where a model sees a label. The image tells when it was answered. */
export const useAskWhere = (image: string) =>
  useMutation({
    mutationFn: (about: { model: string; label: string }) =>
      got(
        api.POST('/api/v1/images/{id}/explanations', {
          params: { path: { id: image } },
          body: about,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.one('images', image) }),
  });
