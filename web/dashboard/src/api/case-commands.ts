import { useMutation } from '@tanstack/react-query';
import type { Case } from './cases';
import { api, got, ifMatch } from './client';
import { keys } from './keys';
import { queries } from './queries';
import { anewLists, dropRow, staleLists } from './rows';
import type { components } from './schema';

export type NewCase = components['schemas']['OpenCase'];
export type CaseCorrection = components['schemas']['CorrectCase'];
export type Notification = components['schemas']['NotifyCritical'];

const path = (id: string) => ({ path: { id } });
const changed = (id: string) => queries.invalidateQueries({ queryKey: keys.one('cases', id) });

/** Enters a specimen of a patient; answers with the case's id. */
export const useOpenCase = () =>
  useMutation({
    mutationFn: async ({ patient, body }: { patient: string; body: NewCase }) => {
      const opened = api.POST('/api/v1/patients/{id}/cases', { params: path(patient), body });
      return (await got(opened)).id;
    },
    onSuccess: () => staleLists('cases'),
  });

/** Corrects what was entered, of the case as it was seen. */
export const useCorrectCase = () =>
  useMutation({
    mutationFn: ({ one, body }: { one: Case; body: CaseCorrection }) =>
      got(
        api.PATCH('/api/v1/cases/{id}', {
          params: { ...path(one.id), header: ifMatch(one.case_revision) },
          body,
        }),
      ),
    onSettled: async (_, __, { one }) => {
      await changed(one.id);
      await staleLists('cases');
    },
  });

/** What a list, and the counts above it, say of a case that came or went. */
const counted = () => queries.invalidateQueries({ queryKey: ['cases', 'count'] });

/** Takes a case that was opened in error out of work, as it was seen. */
export async function withdrawCase(one: Case, reason: string): Promise<void> {
  const params = { ...path(one.id), header: ifMatch(one.case_revision) };
  try {
    await got(api.DELETE('/api/v1/cases/{id}', { params, body: { reason } }));
    dropRow('cases', one.id);
    await Promise.all([staleLists('cases'), counted()]);
  } finally {
    await changed(one.id);
  }
}

/** Takes a withdrawn case back into work. */
export async function reinstateCase(id: string): Promise<void> {
  await got(api.POST('/api/v1/cases/{id}/reinstate', { params: path(id) }));
  await Promise.all([changed(id), anewLists('cases'), counted()]);
}

/** Takes a case to work on, for a quarter of an hour. Rows stay where they are. */
export const useClaim = () =>
  useMutation({
    mutationFn: (id: string) => got(api.POST('/api/v1/cases/{id}/claim', { params: path(id) })),
    onSettled: (_, __, id) => changed(id),
  });

export const useRelease = () =>
  useMutation({
    mutationFn: (id: string) => got(api.DELETE('/api/v1/cases/{id}/claim', { params: path(id) })),
    onSettled: (_, __, id) => changed(id),
  });

/** Records who was told of a case's critical findings. */
export const useNotify = () =>
  useMutation({
    mutationFn: ({ one, body }: { one: Case; body: Notification }) =>
      got(
        api.POST('/api/v1/cases/{id}/notified', {
          params: { ...path(one.id), header: ifMatch(one.case_revision) },
          body,
        }),
      ),
    onSettled: (_, __, { one }) => changed(one.id),
  });
