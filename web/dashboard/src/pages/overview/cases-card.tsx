import type { Stats } from '@/api/stats';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { ChartCard, FigureTable } from './chart-card';
import { DayBars } from './day-bars';
import { casesOf, DayLead } from './day-lead';

const words = overviewWords.cases;
const parts = [
  { id: 'received', name: words.received, colour: 'var(--control)' },
  { id: 'concluded', name: words.concluded, colour: 'var(--accent)' },
];

/** Cases received and concluded for good, day by day; the figures come newest first. */
export function CasesCard({ figures }: { figures: Stats['cases_by_day'] }) {
  const some = figures.some(({ received, concluded }) => received + concluded > 0);
  return (
    <ChartCard
      title={words.title}
      chart={
        some ? (
          <DayBars
            label={words.label}
            listOf={casesOf}
            parts={parts}
            days={figures.toReversed().map(({ day, received, concluded }) => ({
              day,
              values: [received, concluded],
            }))}
            className="h-[140px]"
          />
        ) : (
          <p className="px-3.5 py-5 text-ink-2">{words.none}</p>
        )
      }
      table={
        <FigureTable
          label={words.title}
          columns={[words.day, words.received, words.concluded]}
          rows={figures.map(({ day, received, concluded }) => ({
            key: day,
            cells: [
              <DayLead key="day" day={day} list={casesOf(day)} />,
              count(received),
              count(concluded),
            ],
          }))}
        />
      }
    />
  );
}
