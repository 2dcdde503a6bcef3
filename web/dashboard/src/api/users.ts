import { useMutation } from '@tanstack/react-query';
import { api, got, ifMatch } from './client';
import { keys } from './keys';
import { paged, pageSize } from './paged';
import { queries } from './queries';
import type { components, paths } from './schema';

export type User = components['schemas']['UserView'];
export type NewUser = components['schemas']['AddUser'];
export type UserChange = components['schemas']['ChangeUser'];
export type UserFilters = Omit<
  NonNullable<paths['/api/v1/users']['get']['parameters']['query']>,
  'cursor' | 'after'
>;

export const usersQuery = (filters: UserFilters) =>
  paged<User>(keys.list('users', filters), (cursor, signal) =>
    got(
      api.GET('/api/v1/users', {
        params: { query: { limit: pageSize(cursor), ...filters, cursor } },
        signal,
      }),
    ),
  );

const anew = { onSuccess: () => queries.invalidateQueries({ queryKey: ['users'] }) };
const path = (id: string) => ({ path: { id } });

export const useAddUser = () =>
  useMutation({
    mutationFn: (body: NewUser) => got(api.POST('/api/v1/users', { body })),
    ...anew,
  });

export const useChangeUser = () =>
  useMutation({
    mutationFn: ({ user, body }: { user: User; body: UserChange }) =>
      got(
        api.PATCH('/api/v1/users/{id}', {
          params: { ...path(user.id), header: ifMatch(user.revision) },
          body,
        }),
      ),
    ...anew,
  });

export const useSetPassword = () =>
  useMutation({
    mutationFn: ({ id, password }: { id: string; password: string }) =>
      got(api.POST('/api/v1/users/{id}/password', { params: path(id), body: { password } })),
  });

export const useEndSessions = () =>
  useMutation({
    mutationFn: (id: string) =>
      got(api.DELETE('/api/v1/users/{id}/sessions', { params: path(id) })),
  });

export const useRemoveUser = () =>
  useMutation({
    mutationFn: (user: User) =>
      got(
        api.DELETE('/api/v1/users/{id}', {
          params: { ...path(user.id), header: ifMatch(user.revision) },
        }),
      ),
    ...anew,
  });
