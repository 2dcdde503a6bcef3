import type { Panel } from '@/api/panels';
import type { Stats } from '@/api/stats';
import { paths } from '@/paths';
import { overviewWords } from '@/words/overview';
import { ChartCard, FigureTable } from './chart-card';
import { type Agreed, agreedBy } from './figures';
import { Lead } from './lead';
import { wilson } from './rates';

const words = overviewWords.agreement;

/** How often readers came to what the model said: without it in view, and with it. */
export function AgreementCard({ panel, figures }: { panel: Panel; figures: Stats['readings'] }) {
  const agreed = agreedBy(figures, panel.id, panel.active_model);
  const search = { panel: panel.id, inside: true, disagrees: true };
  return (
    <ChartCard
      title={words.title}
      aside={`${panel.title}, ${words.aside}`}
      chart={
        <div className="py-1">
          {(['unaided', 'aided'] as const).map((way) => (
            <Lead
              key={way}
              to={paths.images}
              search={search}
              className="grid min-h-11 grid-cols-[minmax(0,196px)_1fr_124px] items-center gap-3 px-3.5 text-ink -outline-offset-2 hover:no-underline [a&]:hover:bg-hover"
            >
              <span>{words.ways[way]}</span>
              <Line {...agreed[way]} />
              <Rate {...agreed[way]} />
            </Lead>
          ))}
          <p className="px-3.5 py-1.5 text-small text-ink-3">
            {words.beside(agreed.bulk.images, agreed.revised.images)}{' '}
            {words.outside(agreed.outside)}
          </p>
        </div>
      }
      table={
        <FigureTable
          label={words.title}
          columns={[words.way, words.agreed, words.rate]}
          rows={(['unaided', 'aided', 'revised', 'bulk'] as const).map((way) => ({
            key: way,
            cells: [
              words.ways[way],
              words.of(agreed[way].agreed, agreed[way].images),
              between(agreed[way]) ?? words.none,
            ],
          }))}
        />
      }
    />
  );
}

/** From 0 to 1: the interval as a bar, the rate as a mark in it. */
function Line({ agreed, images }: Agreed) {
  const interval = wilson(agreed, images);
  return (
    <span aria-hidden="true" className="relative h-1.5 rounded-[2px] bg-sunk">
      {interval && (
        <>
          <i
            className="absolute inset-y-0 rounded-[2px] bg-accent-line"
            style={{
              left: `${100 * interval.from}%`,
              width: `${100 * (interval.to - interval.from)}%`,
            }}
          />
          <i
            className="absolute -top-1 h-3.5 w-[3px] -translate-x-1/2 rounded-[1px] bg-ink"
            style={{ left: `${(100 * agreed) / images}%` }}
          />
        </>
      )}
    </span>
  );
}

const Rate = (of: Agreed) => (
  <span className="text-right">
    <b className="block font-semibold">{between(of) ?? words.none}</b>
    <span className="text-small text-ink-3">{words.of(of.agreed, of.images)}</span>
  </span>
);

function between({ agreed, images }: Agreed): string | null {
  const interval = wilson(agreed, images);
  if (!interval) return null;
  const rate = (agreed / images).toFixed(2);
  return `${rate} (${overviewWords.interval(interval.from, interval.to)})`;
}
