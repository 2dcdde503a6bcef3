import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, got } from './client';
import type { components } from './schema';

export type OwnSession = components['schemas']['OwnSessionView'];

/** Wherever one is signed in now. Signing in elsewhere is no event that the page hears of. */
export const ownSessionsQuery = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: async ({ signal }) => (await got(api.GET('/api/v1/me/sessions', { signal }))).items,
  refetchOnMount: 'always',
});

/** Ends another session of one's own, with the password. */
export function useEndOwnSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, password }: { id: string; password: string }) =>
      got(
        api.POST('/api/v1/me/sessions/{id}/end', { params: { path: { id } }, body: { password } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ownSessionsQuery.queryKey }),
  });
}

/** Changes the own password; every session ends with it. */
export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      got(api.POST('/api/v1/me/password', { body })),
  });
