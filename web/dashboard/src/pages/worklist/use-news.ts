import { useEffect, useState } from 'react';
import { alarmsQuery } from '@/api/cases';
import { type Change, useLiveChanges } from '@/api/live';
import { queries } from '@/api/queries';
import { type News, NO_NEWS, noted } from './news';

/** What the counts above the list depend on. */
const COUNTED = new Set([
  'CaseOpened',
  'CaseClaimed',
  'ClaimReleased',
  'ImageUploaded',
  'FinalVerdictRecorded',
  'ConclusionIssued',
]);
const isAlarm = ({ type }: Change) => type.startsWith('Critical') || type === 'PatientRemoved';

/** What came since the rows were read; the counts and alarms above them follow at once. */
export function useNews(readAt: number): News {
  const [news, setNews] = useState(NO_NEWS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that were read anew hold the news.
  useEffect(() => setNews(NO_NEWS), [readAt]);
  useLiveChanges((changes) => {
    setNews((before) => noted(before, changes));
    if (changes.some(isAlarm)) void queries.invalidateQueries({ queryKey: alarmsQuery.queryKey });
    if (changes.some(({ type }) => COUNTED.has(type)))
      void queries.invalidateQueries({ queryKey: ['cases', 'count'] });
  });
  return news;
}
