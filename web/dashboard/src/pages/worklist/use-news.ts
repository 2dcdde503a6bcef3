import { hashKey, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { alarmsQuery } from '@/api/cases';
import { type Change, useLiveChanges } from '@/api/live';
import { anew } from '@/api/paged';
import { queries } from '@/api/queries';
import { type News, NO_NEWS, noted } from './news';

/** What the counts above the list depend on. */
const COUNTED = new Set([
  'CaseOpened',
  'CaseWithdrawn',
  'CaseReinstated',
  'CaseClaimed',
  'ClaimReleased',
  'ImageUploaded',
  'FinalVerdictRecorded',
  'ConclusionIssued',
]);
const isAlarm = ({ type }: Change) => type.startsWith('Critical') || type === 'PatientRemoved';

/** What came since the rows were read, and how to take it; the counts and alarms above them follow at once. */
export function useNews(queryKey: QueryKey): [news: News, take: () => void] {
  const [news, setNews] = useState(NO_NEWS);
  const list = hashKey(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list was read later.
  useEffect(() => setNews(NO_NEWS), [list]);
  useLiveChanges((changes) => {
    setNews((before) => noted(before, changes));
    if (changes.some(isAlarm)) void queries.invalidateQueries({ queryKey: alarmsQuery.queryKey });
    if (changes.some(({ type }) => COUNTED.has(type)))
      void queries.invalidateQueries({ queryKey: ['cases', 'count'] });
  });
  const take = () => {
    setNews(NO_NEWS);
    void anew(queryKey);
  };
  return [news, take];
}
