import type { Change } from '@/api/live';

/** What has happened since the rows were read. They do not move until asked to. */
export interface News {
  cases: ReadonlySet<string>;
  moved: boolean;
}

export const NO_NEWS: News = { cases: new Set(), moved: false };

/** What may move a case up or down. */
const MOVES = new Set([
  'CaseCorrected',
  'CaseWithdrawn',
  'CaseReinstated',
  'CriticalFindingSuspected',
  'CriticalFindingDeclared',
  'CriticalResultNotified',
  'ImageTakenOver',
]);

/** Adds what changed to what is news. */
export function noted(news: News, changes: readonly Change[]): News {
  const opened = changes.flatMap(({ type, case_id }) =>
    type === 'CaseOpened' && case_id && !news.cases.has(case_id) ? [case_id] : [],
  );
  const moved = news.moved || changes.some(({ type }) => MOVES.has(type));
  if (opened.length === 0 && moved === news.moved) return news;
  return { cases: new Set([...news.cases, ...opened]), moved };
}
