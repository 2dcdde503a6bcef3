import { useMutation } from '@tanstack/react-query';
import { api, got, ifMatch } from './client';
import { keys } from './keys';
import { type Patient, patientQuery } from './patients';
import { queries } from './queries';
import { anewLists, dropRow, replaceRow, staleLists } from './rows';
import type { components } from './schema';

export type NewPatient = components['schemas']['RegisterPatient'];
export type PatientCorrection = components['schemas']['CorrectPatient'];

type Seen = Pick<Patient, 'id' | 'revision'>;
const path = (id: string) => ({ path: { id } });
const asSeen = ({ id, revision }: Seen) => ({ ...path(id), header: ifMatch(revision) });

/** Reads a patient anew, here and in every list. */
async function changed(id: string): Promise<void> {
  await queries.invalidateQueries({ queryKey: keys.one('patients', id) });
  const now = await queries.fetchQuery({ ...patientQuery(id), staleTime: 0 }).catch(() => null);
  if (now) replaceRow('patients', now);
}

/** Takes a patient, and what was read of its cases and images, out of every list. */
async function gone(id: string): Promise<void> {
  dropRow('patients', id);
  await Promise.all([anewLists('cases'), anewLists('images')]);
}

/** Enters a patient; answers with its id. */
export const useRegisterPatient = () =>
  useMutation({
    mutationFn: async (body: NewPatient) => (await got(api.POST('/api/v1/patients', { body }))).id,
    onSuccess: () => staleLists('patients'),
  });

/** Corrects what is known of a patient, as it was seen. */
export const useCorrectPatient = () =>
  useMutation({
    mutationFn: ({ patient, body }: { patient: Seen; body: PatientCorrection }) =>
      got(api.PATCH('/api/v1/patients/{id}', { params: asSeen(patient), body })),
    onSettled: (_, __, { patient }) => changed(patient.id),
  });

export async function removePatient(patient: Seen, reason: string): Promise<void> {
  const body = { reason };
  await got(api.DELETE('/api/v1/patients/{id}', { params: asSeen(patient), body }));
  await gone(patient.id);
}

/** Makes a record part of another one of the same person. */
export async function mergePatient(from: Seen, into: string, reason: string): Promise<void> {
  const body = { into, reason };
  await got(api.POST('/api/v1/patients/{id}/merge', { params: asSeen(from), body }));
  dropRow('patients', from.id);
  await Promise.all([changed(from.id), changed(into), anewLists('cases')]);
}

export async function placeHold(id: string, reason: string): Promise<void> {
  const body = { reason };
  await got(api.PUT('/api/v1/patients/{id}/legal-hold', { params: path(id), body }));
  await changed(id);
}

export async function liftHold(id: string, reason: string): Promise<void> {
  const body = { reason };
  await got(api.DELETE('/api/v1/patients/{id}/legal-hold', { params: path(id), body }));
  await changed(id);
}

/** Destroys a patient's data for good; the own password is asked for again. */
export const useErasePatient = () =>
  useMutation({
    mutationFn: ({ id, password }: { id: string; password: string }) =>
      got(api.POST('/api/v1/patients/{id}/erase', { params: path(id), body: { password } })),
    onSuccess: (_, { id }) => gone(id),
  });
