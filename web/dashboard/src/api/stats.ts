import { queryOptions } from '@tanstack/react-query';
import { api, got } from './client';
import { keys } from './keys';
import type { components } from './schema';

export type Stats = components['schemas']['StatisticsView'];
export type Day = components['schemas']['DayFigures'];
export type Agreement = components['schemas']['AgreementFigures'];
export type Turnaround = components['schemas']['TurnaroundFigures'];

/** The laboratory's figures; those by day, and turnaround, over the last days. */
export const statsQuery = (days: number) =>
  queryOptions({
    queryKey: keys.stats({ days }),
    queryFn: ({ signal }) => got(api.GET('/api/v1/stats', { params: { query: { days } }, signal })),
  });
