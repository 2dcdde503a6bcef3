import { useMutation } from '@tanstack/react-query';
import type { Case } from './cases';
import { api, got, ifMatch } from './client';
import { keys } from './keys';
import { queries } from './queries';
import type { components } from './schema';

export type Conclude = components['schemas']['Conclude'];

/** Concludes a case as it was seen: for now, for good, or amending with a reason. */
export const useConclude = () =>
  useMutation({
    mutationFn: ({ one, body }: { one: Case; body: Conclude }) =>
      got(
        api.PUT('/api/v1/cases/{id}/conclusion', {
          params: { path: { id: one.id }, header: ifMatch(one.case_revision) },
          body,
        }),
      ),
    onSettled: (_, __, { one }) =>
      queries.invalidateQueries({ queryKey: keys.one('cases', one.id) }),
  });
