import { useMutation } from '@tanstack/react-query';
import { api, got } from './client';

/** Changes the own password; every session ends with it. */
export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: { current_password: string; new_password: string }) =>
      got(api.POST('/api/v1/me/password', { body })),
  });
