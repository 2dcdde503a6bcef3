import { useQuery } from '@tanstack/react-query';
import { api, got } from './client';

/** Whether the installation was filled with drawn images and invented patients; asked once. */
export function useDemonstration(): boolean {
  const { data } = useQuery({
    queryKey: ['demonstration'],
    queryFn: async () => (await got(api.GET('/healthz'))).demonstration,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data ?? false;
}
