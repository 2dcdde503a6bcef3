import { paths } from '@/paths';
import { overviewWords as words } from '@/words/overview';
import { onDay } from '@/words/time';
import { Lead } from './lead';

/** The list behind a day's figures: its address, and what it is called. */
export interface DayList {
  to: string;
  search: object;
  says: string;
}

/** The cases that the laboratory got on a day. */
export const casesOf = (day: string): DayList => ({
  to: paths.cases,
  search: { received: day },
  says: words.casesOf(onDay(day)),
});

/** The images that arrived on a day, of a panel or of all. */
export const imagesOf = (day: string, panel: string | undefined): DayList => ({
  to: paths.images,
  search: { uploaded: day, panel },
  says: words.imagesOf(onDay(day)),
});

/** A day that leads to its list. */
export const DayLead = ({ day, list: { to, search, says } }: { day: string; list: DayList }) => (
  <Lead to={to} search={search} title={says}>
    {onDay(day)}
  </Lead>
);
