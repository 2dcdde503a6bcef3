import type { Case, ListedCase } from '@/api/cases';

/** Who works on a case now; nobody when the claim has run out. */
export const claimantOf = ({ claim }: Pick<Case, 'claim'>, now: number): string | null =>
  claim && Date.parse(claim.until) > now ? claim.by : null;

/** What a reader can work on next: what nobody else works on, the most pressing first. */
export const nextOf = (rows: readonly ListedCase[], me: string, now: number): ListedCase[] =>
  rows.filter((one) => one.images_total > 0 && [null, me].includes(claimantOf(one, now)));
