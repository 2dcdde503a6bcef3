import { useState } from 'react';
import { paths } from '@/paths';
import { cx } from '@/ui/cx';
import { count } from '@/words/numbers';
import { overviewWords } from '@/words/overview';
import { onDay } from '@/words/time';
import { ChartCard, FigureTable } from './chart-card';
import { type DayTotals, ticksOf } from './figures';
import { Lead } from './lead';

const words = overviewWords.perDay;
/** So many days have their number written under them. */
const NAMED = 15;

interface DayChartProps {
  days: readonly DayTotals[];
  panel: string;
}

/** What came in and what was read, day by day. A day leads to the cases received on it. */
export function DayChart({ days, panel }: DayChartProps) {
  return (
    <ChartCard
      title={words.title}
      aside={panel}
      chart={<Bars days={days} panel={panel} />}
      table={
        <FigureTable
          label={words.title}
          columns={[words.day, words.uploads, words.predictions, words.verdicts, words.amendments]}
          rows={days.toReversed().map((day) => ({
            key: day.day,
            cells: [
              <Lead key="day" to={paths.cases} search={{ received: day.day }}>
                {onDay(day.day)}
              </Lead>,
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

function Bars({ days, panel }: DayChartProps) {
  const [at, setAt] = useState<number>();
  const most = Math.max(...days.map((day) => Math.max(day.uploads, day.verdicts)));
  if (most === 0) return <p className="px-3.5 py-5 text-ink-2">{words.none}</p>;
  const ticks = ticksOf(most);
  const top = Math.max(most, ticks.at(-1) ?? 0);
  const share = (value: number) => `${(100 * value) / top}%`;
  const shown = at === undefined ? undefined : days[at];
  const every = Math.ceil(days.length / NAMED);
  return (
    <div className="px-3.5 pt-2.5 pb-3">
      <div className="flex h-5 items-center gap-4 text-small text-ink-2">
        <Legend name={words.uploads} value={shown?.uploads} ink="bg-control" />
        <Legend name={words.verdicts} value={shown?.verdicts} ink="bg-accent" />
        {shown && <span className="ml-auto text-ink-3">{onDay(shown.day)}</span>}
      </div>
      <figure
        aria-label={words.label(panel)}
        className="relative mt-3 ml-9 h-[264px]"
        onPointerLeave={() => setAt(undefined)}
      >
        {ticks.map((tick) => (
          <div
            key={tick}
            aria-hidden="true"
            style={{ bottom: `calc(18px + (100% - 18px) * ${tick / top})` }}
            className="absolute inset-x-0 border-t border-line"
          >
            <span className="absolute right-full mr-2 -translate-y-1/2 text-[10.5px] leading-none text-ink-3">
              {count(tick)}
            </span>
          </div>
        ))}
        <div className="absolute inset-0 flex max-rail:overflow-x-auto max-rail:overflow-y-hidden">
          {days.map((day, place) => (
            <Lead
              key={day.day}
              to={paths.cases}
              search={{ received: day.day }}
              aria-label={`${words.openDay(onDay(day.day))}: ${words.uploads} ${count(day.uploads)}, ${words.verdicts} ${count(day.verdicts)}`}
              onPointerEnter={() => setAt(place)}
              onFocus={() => setAt(place)}
              className={cx(
                'flex min-w-0 flex-1 flex-col -outline-offset-1 hover:no-underline max-rail:min-w-6',
                at === place && 'bg-hover',
              )}
            >
              <span className="flex min-h-0 grow items-end justify-center gap-px px-[6%]">
                <Bar height={share(day.uploads)} ink="bg-control" />
                <Bar height={share(day.verdicts)} ink="bg-accent" />
              </span>
              <span className="h-[18px] flex-none pt-1 text-center text-[10.5px] leading-none whitespace-nowrap text-ink-3">
                {(days.length - 1 - place) % every === 0 && Number(day.day.slice(8))}
              </span>
            </Lead>
          ))}
        </div>
      </figure>
    </div>
  );
}

const Bar = ({ height, ink }: { height: string; ink: string }) => (
  <i className={cx('max-w-[26px] grow', ink)} style={{ height }} />
);

const Legend = ({ name, value, ink }: { name: string; value: number | undefined; ink: string }) => (
  <span className="inline-flex items-center gap-1.5">
    <i aria-hidden="true" className={cx('size-2.5 rounded-[2px]', ink)} />
    {name}
    {value !== undefined && <b className="font-semibold text-ink">{count(value)}</b>}
  </span>
);
