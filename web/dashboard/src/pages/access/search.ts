import type { AccessFilters, AccessKind } from '@/api/access';
import { asDay, type Day, midnight } from './days';

export const KINDS = [
  'read',
  'access_refused',
  'signed_in',
  'signed_out',
  'sign_in_refused',
  'exported',
] as const satisfies readonly AccessKind[];

export interface AccessSearch {
  user?: string;
  patient?: string;
  kind?: AccessKind;
  /** The first day, and the last. */
  from?: Day;
  to?: Day;
  /** Oldest first; otherwise newest first. */
  sort?: 'at';
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const id = (value: unknown) =>
  typeof value === 'string' && ID.test(value.toLowerCase()) ? value.toLowerCase() : undefined;

/** What the address may say; anything else is left out. */
export function accessSearch(search: Record<string, unknown>): AccessSearch {
  return {
    user: id(search.user),
    patient: id(search.patient),
    kind: KINDS.find((kind) => kind === search.kind),
    from: asDay(search.from),
    to: asDay(search.to),
    sort: search.sort === 'at' ? 'at' : undefined,
  };
}

/** Whether anything narrows the record. */
export const isNarrowed = ({ sort: _, ...filters }: AccessSearch) =>
  Object.values(filters).some((value) => value !== undefined);

/** What the server is asked for: days begin and end at the laboratory's midnight. */
export const asked = ({ from, to, ...same }: AccessSearch): AccessFilters => ({
  ...same,
  from: from && midnight(from).toISOString(),
  to: to && midnight(to, 1).toISOString(),
});
