import { paths } from '@/paths';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { onDay } from '@/words/time';
import { ChartCard, FigureTable } from './chart-card';
import { DayBars } from './day-bars';
import type { DayTotals } from './figures';
import { Lead } from './lead';

const words = overviewWords.perDay;
const parts = [
  { id: 'uploads', name: words.uploads, colour: 'var(--control)' },
  { id: 'verdicts', name: words.verdicts, colour: 'var(--accent)' },
];

interface DayChartProps {
  days: readonly DayTotals[];
  panel: string;
}

/** What came in and what was read, day by day. */
export function DayChart({ days, panel }: DayChartProps) {
  const some = days.some(({ uploads, verdicts }) => uploads + verdicts > 0);
  return (
    <ChartCard
      title={words.title}
      aside={panel}
      chart={
        some ? (
          <DayBars
            label={words.label(panel)}
            parts={parts}
            days={days.map(({ day, uploads, verdicts }) => ({ day, values: [uploads, verdicts] }))}
            className="h-[200px]"
          />
        ) : (
          <p className="px-3.5 py-5 text-ink-2">{words.none}</p>
        )
      }
      table={
        <FigureTable
          label={words.title}
          columns={[words.day, words.uploads, words.predictions, words.verdicts, words.amendments]}
          rows={days.toReversed().map((day) => ({
            key: day.day,
            cells: [
              <DayLead key="day" day={day.day} />,
              count(day.uploads),
              count(day.predictions),
              count(day.verdicts),
              count(day.amendments),
            ],
          }))}
        />
      }
    />
  );
}

/** A day, which leads to the cases received on it. */
export const DayLead = ({ day }: { day: string }) => (
  <Lead to={paths.cases} search={{ received: day }}>
    {onDay(day)}
  </Lead>
);
