import type { CSSProperties } from 'react';
import type { Panel } from '@/api/panels';
import type { Stats } from '@/api/stats';
import { ClassSwatch, colourOf } from '@/blood/class-swatch';
import { paths } from '@/paths';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { ChartCard, FigureTable } from './chart-card';
import { Lead } from './lead';
import { sum } from './rates';

const words = overviewWords.classes;

/** How often each class was predicted and given as verdict, in the panel's order. A class leads to its images. */
export function ClassesCard({ panel, figures }: { panel: Panel; figures: Stats['labels'] }) {
  const own = figures.filter((one) => one.panel === panel.id);
  const of = (id: string) => own.find(({ label }) => label === id);
  const predictions = sum(own.map((one) => one.predictions));
  const verdicts = sum(own.map((one) => one.verdicts));
  const rows = panel.labels
    .filter(({ id, retired }) => !retired || of(id))
    .map((label) => ({
      label,
      predicted: of(label.id)?.predictions ?? 0,
      given: of(label.id)?.verdicts ?? 0,
    }));
  const aside = `${panel.title}, ${words.aside}`;
  if (predictions + verdicts === 0)
    return (
      <ChartCard
        title={words.title}
        aside={aside}
        chart={<p className="px-3.5 py-5 text-ink-2">{words.none}</p>}
      />
    );
  return (
    <ChartCard
      title={words.title}
      aside={aside}
      chart={
        <ul className="py-1.5">
          {rows.map(({ label, predicted, given }) => (
            <li key={label.id}>
              <Lead
                to={paths.images}
                search={{ panel: panel.id, predicted: label.id }}
                className="grid h-9 grid-cols-[minmax(0,168px)_1fr_48px] items-center gap-2 px-3.5 text-ink -outline-offset-2 hover:no-underline [a&]:hover:bg-hover"
              >
                <span className="flex min-w-0 items-center gap-2">
                  <ClassSwatch code={label.code} />
                  <span className="truncate">{label.name}</span>
                </span>
                <span className="flex flex-col gap-[3px]">
                  <Bar share={predicted / Math.max(1, predictions)} code={label.code} />
                  <Bar share={given / Math.max(1, verdicts)} code={undefined} />
                </span>
                <span className="text-right text-small leading-[14px]">
                  {count(predicted)}
                  <span className="block text-ink-3">{count(given)}</span>
                </span>
              </Lead>
            </li>
          ))}
          <li className="px-3.5 pt-1.5 text-small text-ink-3">
            {words.predictions}: {count(predictions)}. {words.verdicts}: {count(verdicts)}.
          </li>
        </ul>
      }
      table={
        <FigureTable
          label={words.title}
          columns={[words.class, words.predictions, words.verdicts]}
          rows={rows.map(({ label, predicted, given }) => ({
            key: label.id,
            cells: [label.name, words.of(predicted, predictions), words.of(given, verdicts)],
          }))}
        />
      }
    />
  );
}

/** A share of all; in the class's colour what the model said, in grey what readers said. */
const Bar = ({ share, code }: { share: number; code: string | undefined }) => (
  <span aria-hidden="true" className="block h-1.5 rounded-[2px] bg-sunk">
    <i
      className="block h-1.5 rounded-[2px] bg-(--c)"
      style={{ width: `${100 * share}%`, '--c': colourOf(code) } as CSSProperties}
    />
  </span>
);
