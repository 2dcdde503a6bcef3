import { type CSSProperties, useState } from 'react';
import { paths } from '@/paths';
import { cx } from '@/ui/cx';
import { count } from '@/words/numbers';
import { onDay } from '@/words/time';
import type { DayList } from './day-lead';
import { ticksOf } from './figures';
import { Lead } from './lead';
import { sum } from './rates';

/** So many days have their number written under them. */
const NAMED = 15;

/** One of the figures of a day. */
export interface Part {
  id: string;
  name: string;
  /** What it is drawn in; without a colour a dashed outline. */
  colour: string | undefined;
  /** What of the lists of images is behind it. */
  images?: object;
}

export interface DayOf {
  day: string;
  /** In the order of the parts. */
  values: readonly number[];
}

interface DayBarsProps {
  label: string;
  parts: readonly Part[];
  /** Oldest first. */
  days: readonly DayOf[];
  /** The list that a day leads to. */
  listOf: (day: string) => DayList;
  /** Each day one bar of all parts; else a bar for each. */
  stacked?: boolean;
  className?: string;
}

/** Figures day by day, with their numbers in the legend. A day leads to its list, a part to its images. */
export function DayBars({ label, parts, days, listOf, stacked, className }: DayBarsProps) {
  const [at, setAt] = useState<number>();
  const most = Math.max(...days.map(({ values }) => (stacked ? sum(values) : Math.max(...values))));
  const ticks = ticksOf(most);
  const top = Math.max(most, ticks.at(-1) ?? 0);
  const shown = at === undefined ? undefined : days[at];
  const every = Math.ceil(days.length / NAMED);
  const saidOf = ({ day, values }: DayOf) =>
    `${listOf(day).says}: ${parts.map(({ name }, place) => `${name} ${count(values[place] ?? 0)}`).join(', ')}`;
  return (
    <div className="px-3.5 pt-2.5 pb-3">
      <div className="flex min-h-5 flex-wrap items-center gap-x-4 text-small text-ink-2">
        {parts.map((part, place) => (
          <Legend key={part.id} part={part} value={shown?.values[place]} />
        ))}
        <span className="ml-auto text-ink-3">{shown && onDay(shown.day)}</span>
      </div>
      <figure
        aria-label={label}
        className={cx('relative mt-3 ml-9', className)}
        onPointerLeave={() => setAt(undefined)}
      >
        {ticks.map((tick) => (
          <Tick key={tick} tick={tick} top={top} />
        ))}
        <div className="absolute inset-0 flex max-rail:overflow-x-auto max-rail:overflow-y-hidden">
          {days.map((one, place) => (
            <Lead
              key={one.day}
              to={listOf(one.day).to}
              search={listOf(one.day).search}
              aria-label={saidOf(one)}
              onPointerEnter={() => setAt(place)}
              onFocus={() => setAt(place)}
              className={cx(
                'flex min-w-0 flex-1 flex-col -outline-offset-1 hover:no-underline max-rail:min-w-6',
                at === place && 'bg-hover',
              )}
            >
              <span
                className={cx(
                  'flex min-h-0 grow gap-px px-[6%]',
                  stacked ? 'flex-col-reverse items-center' : 'items-end justify-center',
                )}
              >
                {parts.map((part, number) => (
                  <Bar
                    key={part.id}
                    colour={part.colour}
                    height={(one.values[number] ?? 0) / Math.max(1, top)}
                    wide={stacked === true}
                  />
                ))}
              </span>
              <span className="h-[18px] flex-none pt-1 text-center text-[10.5px] leading-none whitespace-nowrap text-ink-3">
                {(days.length - 1 - place) % every === 0 && Number(one.day.slice(8))}
              </span>
            </Lead>
          ))}
        </div>
      </figure>
    </div>
  );
}

const Tick = ({ tick, top }: { tick: number; top: number }) => (
  <div
    aria-hidden="true"
    style={{ bottom: `calc(18px + (100% - 18px) * ${tick / Math.max(1, top)})` }}
    className="absolute inset-x-0 border-t border-line"
  >
    <span className="absolute right-full mr-2 -translate-y-1/2 text-[10.5px] leading-none text-ink-3">
      {count(tick)}
    </span>
  </div>
);

const inkOf = (colour: string | undefined) => (colour ? 'bg-(--c)' : 'ink-outside');

function Bar({
  colour,
  height,
  wide,
}: {
  colour: string | undefined;
  height: number;
  wide: boolean;
}) {
  if (height === 0) return wide ? null : <i className="max-w-[26px] grow" />;
  return (
    <i
      className={cx('max-w-[26px]', wide ? 'w-full flex-none' : 'grow', inkOf(colour))}
      style={{ height: `${100 * height}%`, '--c': colour } as CSSProperties}
    />
  );
}

function Legend({ part, value }: { part: Part; value: number | undefined }) {
  const { name, colour, images } = part;
  const said = (
    <>
      <i
        aria-hidden="true"
        className={cx('size-2.5 rounded-[2px]', inkOf(colour))}
        style={{ '--c': colour } as CSSProperties}
      />
      {name}
      {value !== undefined && <b className="font-semibold text-ink">{count(value)}</b>}
    </>
  );
  const look = 'inline-flex min-h-6 items-center gap-1.5 text-ink-2';
  return images ? (
    <Lead to={paths.images} search={images} className={look}>
      {said}
    </Lead>
  ) : (
    <span className={look}>{said}</span>
  );
}
