import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import { queries } from './queries';
import type { components } from './schema';

export type Panel = components['schemas']['PanelView'];
export type RevisePanel = components['schemas']['RevisePanel'];
export type Label = components['schemas']['LabelView'];

export const panelsQuery = queryOptions({
  queryKey: keys.list('panels'),
  queryFn: async ({ signal }) => (await got(api.GET('/api/v1/panels', { signal }))).items,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The panels by id; empty until they have been read. */
export function usePanels(): ReadonlyMap<string, Panel> {
  const { data } = useQuery({ ...panelsQuery, select: byId });
  return data ?? NONE;
}

const NONE: ReadonlyMap<string, Panel> = new Map();
const byId = (panels: Panel[]): ReadonlyMap<string, Panel> =>
  new Map(panels.map((panel) => [panel.id, panel]));

/** What a panel is to be from now on. */
export const useRevisePanel = (id: string) =>
  useMutation({
    mutationFn: (body: RevisePanel) =>
      got(api.PUT('/api/v1/panels/{id}', { params: { path: { id } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['panels'] }),
  });
