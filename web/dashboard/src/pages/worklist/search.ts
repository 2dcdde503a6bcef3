import type { CaseFilters } from '@/api/cases';

export const TABS = ['open', 'mine', 'read', 'today'] as const;
export type Tab = (typeof TABS)[number];

/** Hours since a case was received. */
export const AGES = { h1: 1, h4: 4, h12: 12, h24: 24 } as const;
export type Age = keyof typeof AGES;

export const CLAIMS = ['nobody', 'somebody'] as const;
export type Claim = (typeof CLAIMS)[number];

export const PRIORITIES = ['stat', 'urgent', 'routine'] as const;
type Priority = (typeof PRIORITIES)[number];

export interface WorklistSearch {
  tab?: Exclude<Tab, 'open'>;
  panel?: string;
  predicted?: string;
  age?: Age;
  claim?: Claim;
  priority?: Priority;
  critical?: true;
  overdue?: true;
}

const NAME = /^[a-z0-9_-]{1,64}$/;
const name = (value: unknown) =>
  typeof value === 'string' && NAME.test(value) ? value : undefined;
const oneOf = <T extends string>(of: readonly T[], value: unknown) =>
  of.find((one) => one === value);
const yes = (value: unknown) => (value === true || value === 'true' ? true : undefined);

/** What the address may say; anything else is left out. */
export function worklistSearch(search: Record<string, unknown>): WorklistSearch {
  return {
    tab: oneOf(['mine', 'read', 'today'] as const, search.tab),
    panel: name(search.panel),
    predicted: name(search.predicted),
    age: oneOf(Object.keys(AGES) as Age[], search.age),
    claim: oneOf(CLAIMS, search.claim),
    priority: oneOf(PRIORITIES, search.priority),
    critical: yes(search.critical),
    overdue: yes(search.overdue),
  };
}

/** Whether anything narrows the tab's list. */
export const isFiltered = ({ tab: _, ...filters }: WorklistSearch) =>
  Object.values(filters).some((value) => value !== undefined);

const HOUR_MS = 3_600_000;

/** The midnight that today began with. */
export function startOfToday(now: number): string {
  const day = new Date(now);
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}

/** The cases of a tab. */
export function ofTab(tab: Tab, me: string, now: number): CaseFilters {
  switch (tab) {
    case 'mine':
      return { claimed_by: me };
    case 'today':
      return { concluded_after: startOfToday(now) };
    default:
      return { status: tab };
  }
}

/** What the server is asked for. Critical findings are asked for wherever their case stands. */
export function asked(search: WorklistSearch, me: string, now: number): CaseFilters {
  const tab = search.tab ?? 'open';
  return {
    ...(search.critical && tab === 'open' ? {} : ofTab(tab, me, now)),
    sort: 'worklist',
    panel: search.panel,
    predicted: search.predicted,
    priority: search.priority,
    critical: search.critical,
    overdue: search.overdue,
    claimed: search.claim && search.claim === 'somebody',
    received_before: search.age && new Date(now - AGES[search.age] * HOUR_MS).toISOString(),
  };
}
