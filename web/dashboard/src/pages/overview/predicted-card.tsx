import type { Panel } from '@/api/panels';
import type { Stats } from '@/api/stats';
import { colourOf } from '@/blood/class-swatch';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { ChartCard, FigureTable } from './chart-card';
import { DayBars, type Part } from './day-bars';
import { DayLead, imagesOf } from './day-lead';
import { predictedByDay } from './figures';
import { sum } from './rates';

const words = overviewWords.predicted;
const OUTSIDE = 'outside';

interface PredictedCardProps {
  panel: Panel;
  figures: Stats['predicted'];
  /** Every day asked for, oldest first. */
  days: readonly string[];
}

/** What models said, by class in the panel's order and day; what they do not know is of no class. */
export function PredictedCard({ panel, figures, days }: PredictedCardProps) {
  const listOfDay = (day: string) => imagesOf(day, panel.id);
  const own = figures.filter((one) => one.panel === panel.id);
  const labels = panel.labels.filter(
    ({ id, retired }) => !retired || own.some(({ label }) => label === id),
  );
  const parts: Part[] = [
    ...labels.map(({ id, name, code }) => ({
      id,
      name,
      colour: colourOf(code),
      images: { panel: panel.id, predicted: id, inside: true },
    })),
    {
      id: OUTSIDE,
      name: words.outside,
      colour: undefined,
      images: { panel: panel.id, inside: false },
    },
  ];
  const rows = predictedByDay(
    own,
    days,
    labels.map(({ id }) => id),
  );
  const all = sum(own.map(({ predictions }) => predictions));
  return (
    <ChartCard
      title={words.title}
      aside={`${panel.title}, ${words.of(all)}`}
      chart={
        all > 0 ? (
          <DayBars
            label={words.label(panel.title)}
            listOf={listOfDay}
            parts={parts}
            days={rows}
            stacked
            className="h-[264px]"
          />
        ) : (
          <p className="px-3.5 py-5 text-ink-2">{words.none}</p>
        )
      }
      table={
        <FigureTable
          label={words.title}
          columns={[words.day, ...labels.map(({ code }) => code), words.outside, words.all]}
          rows={rows.toReversed().map(({ day, values }) => ({
            key: day,
            cells: [
              <DayLead key="day" day={day} list={listOfDay(day)} />,
              ...values.map(count),
              count(sum(values)),
            ],
          }))}
        />
      }
    />
  );
}
