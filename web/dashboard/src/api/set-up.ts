import { useMutation } from '@tanstack/react-query';
import { api, got } from './client';
import type { components } from './schema';

/** Makes the first administrator. */
export const useSetUp = () =>
  useMutation({
    mutationFn: (body: components['schemas']['SetUp']) => got(api.POST('/api/v1/setup', { body })),
  });
