import type { CaseFilters } from '@/api/cases';
import { dayOf, momentsOf } from '@/pages/day';

const SORTS = ['received_at', 'due_at', 'priority', 'accession', 'images_unverified'] as const;
type Sort = (typeof SORTS)[number] | `-${(typeof SORTS)[number]}`;
export const STATUSES = ['open', 'read', 'concluded', 'withdrawn'] as const;
export const PRIORITIES = ['stat', 'urgent', 'routine'] as const;

export interface CasesSearch {
  q?: string;
  sort?: Sort;
  status?: (typeof STATUSES)[number];
  priority?: (typeof PRIORITIES)[number];
  panel?: string;
  critical?: boolean;
  overdue?: boolean;
  /** A day, `2026-11-23`: those that the laboratory got then. */
  received?: string;
  /** An accession number that was scanned and is no case's yet. */
  register?: string;
}

const oneOf = <T extends string>(of: readonly T[], value: unknown) =>
  of.find((one) => one === value);
const yesOrNo = (value: unknown) => (typeof value === 'boolean' ? value : undefined);
/** An address may spell a number as one: it is an accession here. */
const text = (value: unknown) =>
  (['string', 'number'].includes(typeof value) && String(value)) || undefined;

/** What the address may say. */
export function casesSearch(search: Record<string, unknown>): CasesSearch {
  const field = String(search.sort ?? '').replace(/^-/, '');
  const panel = text(search.panel);
  return {
    q: text(search.q),
    sort: SORTS.some((one) => one === field) ? (search.sort as Sort) : undefined,
    status: oneOf(STATUSES, search.status),
    priority: oneOf(PRIORITIES, search.priority),
    panel: panel && /^[a-z0-9_-]{1,64}$/.test(panel) ? panel : undefined,
    critical: yesOrNo(search.critical),
    overdue: yesOrNo(search.overdue),
    received: dayOf(search.received),
    register: text(search.register),
  };
}

/** What the laboratory got on a day of the station. */
function between(day: string): Pick<CaseFilters, 'received_after' | 'received_before'> {
  const { from, to } = momentsOf(day);
  return { received_after: from, received_before: to };
}

/** What the server is asked for; the newest first when nothing else is wanted. */
export const asked = ({ register: _, received, sort, ...filters }: CasesSearch): CaseFilters => ({
  ...filters,
  ...(received && between(received)),
  sort: sort ?? '-received_at',
});

export const isFiltered = ({ register: _, sort: __, ...filters }: CasesSearch) =>
  Object.values(filters).some((value) => value !== undefined);
