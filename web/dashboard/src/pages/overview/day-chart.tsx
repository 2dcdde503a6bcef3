import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { ChartCard, FigureTable } from './chart-card';
import { DayBars } from './day-bars';
import { DayLead, imagesOf } from './day-lead';
import type { DayTotals } from './figures';

const words = overviewWords.perDay;
const parts = [
  { id: 'uploads', name: words.uploads, colour: 'var(--control)' },
  { id: 'verdicts', name: words.verdicts, colour: 'var(--accent)' },
];

interface DayChartProps {
  days: readonly DayTotals[];
  /** What the panel, or all of them, are called. */
  title: string;
  /** The panel that is asked for; none for all. */
  panel: string | undefined;
}

/** What came in and what was read, day by day. */
export function DayChart({ days, title, panel }: DayChartProps) {
  const listOf = (day: string) => imagesOf(day, panel);
  const some = days.some(({ uploads, verdicts }) => uploads + verdicts > 0);
  return (
    <ChartCard
      title={words.title}
      aside={title}
      chart={
        some ? (
          <DayBars
            label={words.label(title)}
            listOf={listOf}
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
              <DayLead key="day" day={day.day} list={listOf(day.day)} />,
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
