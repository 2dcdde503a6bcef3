import { queryOptions, useMutation } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import { queries } from './queries';
import type { components } from './schema';

export type Operations = components['schemas']['OperationsView'];
export type ReadModel = components['schemas']['ReadModelStatus'];
export type Queue = components['schemas']['QueueView'];
export type Parked = components['schemas']['ParkedView'];

/** Queues and read models move with no event of their own, so that they are asked for. */
const EVERY_MS = 5_000;

export const operationsQuery = queryOptions({
  queryKey: keys.list('operations'),
  queryFn: ({ signal }) => got(api.GET('/api/v1/operations', { signal })),
  refetchInterval: EVERY_MS,
});

/** A parked event goes to every function that parked it once more. Answers with how many those are. */
export const useReplayParked = () =>
  useMutation({
    mutationFn: (id: string) =>
      got(api.POST('/api/v1/operations/parked/{id}/replay', { params: { path: { id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: operationsQuery.queryKey }),
  });
