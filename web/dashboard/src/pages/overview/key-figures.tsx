import type { ReactNode } from 'react';
import type { Stats } from '@/api/stats';
import { paths } from '@/paths';
import { cx } from '@/ui/cx';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { rateOf } from './decisions-card';
import type { DayTotals } from './figures';
import { Lead } from './lead';
import { sum } from './rates';
import { Spark } from './spark';

const words = overviewWords.figures;

interface KeyFiguresProps {
  stats: Stats;
  /** The days asked for, of all panels, oldest first. */
  days: readonly DayTotals[];
}

/** The figures that say whether work waits, each with what it is of. */
export function KeyFigures({ stats, days }: KeyFiguresProps) {
  const { cases, critical, overdue } = stats;
  const unverified = sum(stats.images.map((panel) => panel.unverified));
  const images = unverified + sum(stats.images.map((panel) => panel.verified));
  const today = days.at(-1);
  const verdicts = sum(days.map((day) => day.verdicts));
  const amended = sum(days.map((day) => day.amendments));
  return (
    <div className="grid grid-cols-5 overflow-hidden rounded-box border border-line max-rail:grid-cols-2 max-wide:grid-cols-3 wide:col-span-2">
      <Figure
        title={words.waiting.title}
        value={unverified}
        of={words.waiting.of(images)}
        to={paths.worklist}
      />
      <Figure
        title={words.critical.title}
        value={critical.unnotified}
        tone={critical.unnotified > 0 ? 'text-critical' : undefined}
        of={words.critical.of(critical.escalated, cases)}
        to={paths.worklist}
        search={{ critical: true }}
      />
      <Figure
        title={words.overdue.title}
        value={overdue}
        tone={overdue > 0 ? 'text-overdue' : undefined}
        of={words.overdue.of(cases)}
        to={paths.cases}
        search={{ overdue: true, sort: 'due_at' }}
      />
      <Figure
        title={words.read.title}
        value={today?.verdicts ?? 0}
        of={words.read.of(today?.uploads ?? 0)}
        to={paths.images}
        search={{ status: 'verified' }}
      >
        <Spark values={days.map((day) => day.verdicts)} />
      </Figure>
      <Figure
        title={`${words.amended.title}, ${overviewWords.since(days.length)}`}
        value={amended}
        of={words.amended.of(verdicts, rateOf(amended, verdicts))}
        to={paths.images}
        search={{ amended: true }}
      />
    </div>
  );
}

interface FigureProps {
  title: string;
  value: number;
  of: string;
  tone?: string;
  to: string;
  search?: object;
  children?: ReactNode;
}

const Figure = ({ title, value, of, tone, to, search, children }: FigureProps) => (
  <Lead
    to={to}
    search={search}
    className="relative -mt-px -ml-px flex flex-col border-t border-l border-line px-3.5 py-2.5 -outline-offset-2 hover:no-underline [a&]:hover:bg-hover"
  >
    <span className="text-label text-ink-3">{title}</span>
    <b className={cx('text-figure font-semibold tracking-tight', tone ?? 'text-ink')}>
      {count(value)}
    </b>
    <span className="text-small text-ink-3">{of}</span>
    {children}
  </Lead>
);
