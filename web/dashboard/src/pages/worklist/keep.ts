import type { Case } from '@/api/cases';
import type { Work } from '@/api/work';
import { isOverdue } from '@/blood/case-state';
import { AGES, type WorklistSearch } from './search';

const HOUR_MS = 3_600_000;

/** Who works on a case now; nobody when the claim has run out. */
export const claimantOf = ({ claim }: Case, now: number): string | null =>
  claim && Date.parse(claim.until) > now ? claim.by : null;

/** What is in the list by these filters: the server knows some of them only for images, some not at all. */
export function kept(one: Case, search: WorklistSearch, me: string, now: number): boolean {
  const claimant = claimantOf(one, now);
  const old = search.age && now - Date.parse(one.received_at) < AGES[search.age] * HOUR_MS;
  if (old) return false;
  if (search.priority && one.priority !== search.priority) return false;
  if (search.overdue && !isOverdue(one, now)) return false;
  if (search.critical && !one.critical) return false;
  if (search.claim === 'free' && claimant !== null) return false;
  if (search.claim === 'others' && (claimant === null || claimant === me)) return false;
  if ((search.claim === 'me' || search.tab === 'mine') && claimant !== me) return false;
  return search.critical || search.tab === 'mine' || one.status === (search.tab ?? 'open');
}

/** Each case once, where it first comes. */
export function once(rows: readonly Work[]): Work[] {
  const seen = new Set<string>();
  return rows.filter(({ case: { id } }) => !seen.has(id) && seen.add(id));
}

/** What a reader works on next: the first that nobody else works on. */
export const nextOf = (rows: readonly Work[], me: string, now: number): Case[] =>
  rows
    .map((row) => row.case)
    .filter((one) => one.images_total > 0 && [null, me].includes(claimantOf(one, now)));
