export const DAYS = { d1: 1, d14: 14, d90: 90 } as const;
export type Days = keyof typeof DAYS;

export interface OverviewSearch {
  days?: Exclude<Days, 'd14'>;
  panel?: string;
}

/** What the address may say. */
export function overviewSearch(search: Record<string, unknown>): OverviewSearch {
  const panel = search.panel;
  return {
    days: (['d1', 'd90'] as const).find((days) => days === search.days),
    panel: typeof panel === 'string' && /^[a-z0-9_-]{1,64}$/.test(panel) ? panel : undefined,
  };
}
