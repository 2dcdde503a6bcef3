import type { CSSProperties } from 'react';
import { ClassSwatch, colourOf } from '@/blood/class-swatch';
import { Note } from '@/ui/note';
import { Progress } from '@/ui/progress';
import { Segmented } from '@/ui/segmented';
import { caseWords } from '@/words/case';
import { count } from '@/words/numbers';
import type { Differential, Share } from './differential';

const words = caseWords.differential;
const TARGETS = ['100', '200'] as const;
export type Target = (typeof TARGETS)[number];

interface DifferentialPanelProps {
  differential: Differential;
  target: Target;
  onTarget: (target: Target) => void;
}

const percent = (share: number) => (100 * share).toFixed(1);
/** So few cells do not bear more than whole percents. */
const whole = (share: number) => (100 * share).toFixed(0);

/** The running differential: what is counted so far, how much of it is confirmed, how sure shares are. */
export function DifferentialPanel({ differential, target, onTarget }: DifferentialPanelProps) {
  const { white, confirmed, modelOnly } = differential;
  const of = Number(target);
  return (
    <>
      <div className="flex items-center justify-between">
        <h2>{words.title}</h2>
        <Segmented
          label={words.target}
          value={target}
          onChange={onTarget}
          options={TARGETS.map((value) => ({ value, label: value }))}
        />
      </div>
      <p className="flex items-baseline gap-2 text-small text-ink-3">
        <b className="text-[28px] leading-[30px] font-semibold tracking-[-0.02em] text-ink">
          {count(white)}
        </b>
        {white >= of ? words.reached(of) : words.of(of)}
      </p>
      <Progress
        label={words.label}
        done={confirmed}
        tentative={modelOnly}
        of={Math.max(of, white)}
      />
      <p className="flex flex-wrap gap-x-4 text-small text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <i aria-hidden="true" className="size-2.5 rounded-[2px] bg-accent" />
          {words.confirmed(confirmed)}
        </span>
        <span className="inline-flex items-center gap-1.5">
          <i aria-hidden="true" className="ink-unsure size-2.5 rounded-[2px] [--c:var(--accent)]" />
          {words.modelOnly(modelOnly)}
        </span>
      </p>
      <Shares shares={differential.shares} />
      <Beside differential={differential} />
      {modelOnly > 0 && (
        <Note tone="unsure" title={words.modelOnlyNote.title}>
          {words.modelOnlyNote.says(modelOnly)}
        </Note>
      )}
      <p className="text-small text-ink-3">{words.method}</p>
    </>
  );
}

function Shares({ shares }: { shares: readonly Share[] }) {
  const head = 'border-b border-line-strong py-1 text-label font-medium text-ink-3';
  return (
    <table className="w-full table-fixed border-collapse">
      <caption className="sr-only">{words.caption}</caption>
      <thead>
        <tr>
          <th scope="col" className={`${head} text-left`}>
            {words.columns.class}
          </th>
          <th scope="col" className={`${head} w-9 text-right`}>
            {words.columns.cells}
          </th>
          <th scope="col" className={`${head} w-11 text-right`}>
            {words.columns.share}
          </th>
          <th scope="col" className={`${head} w-14 text-right whitespace-nowrap`}>
            <abbr title={words.columns.intervalLong} className="no-underline">
              {words.columns.interval}
            </abbr>
          </th>
        </tr>
      </thead>
      {shares.map((one) => (
        <ShareRow key={one.label.id} one={one} />
      ))}
    </table>
  );
}

/** A class's line, and under it its share as a bar with the interval as a hairline. */
function ShareRow({ one: { label, cells, share, low, high } }: { one: Share }) {
  const at = (value: number) => `${100 * value}%`;
  return (
    <tbody style={{ '--c': colourOf(label.code) } as CSSProperties}>
      <tr>
        <th scope="row" className="h-[26px] text-left font-normal">
          <span className="flex items-center gap-1.5">
            <ClassSwatch code={label.code} />
            <span className="truncate" title={label.name}>
              {label.name}
            </span>
          </span>
        </th>
        <td className="text-right">{count(cells)}</td>
        <td className="text-right font-semibold">{share === null ? '' : percent(share)}</td>
        <td className="text-right text-small whitespace-nowrap text-ink-3">
          {share === null ? '' : words.interval(whole(low), whole(high))}
        </td>
      </tr>
      <tr>
        <td colSpan={4} className="h-[9px] align-top">
          <span aria-hidden="true" className="relative block h-1 rounded-[2px] bg-sunk">
            {share !== null && (
              <>
                <i className="absolute h-1 rounded-[2px] bg-(--c)" style={{ width: at(share) }} />
                <i
                  className="absolute top-[1.5px] h-px bg-ink-2"
                  style={{ left: at(low), width: at(high - low) }}
                />
              </>
            )}
          </span>
        </td>
      </tr>
    </tbody>
  );
}

/** What is not part of the hundred. */
function Beside({ differential }: { differential: Differential }) {
  const { erythroblasts, platelets, outside, blind } = differential;
  const lines = [
    [words.erythroblasts, erythroblasts === null ? null : erythroblasts.toFixed(1)],
    [words.platelets, platelets > 0 ? count(platelets) : null],
    [words.outside, outside > 0 ? count(outside) : null],
    [words.blind, blind > 0 ? count(blind) : null],
  ] as const;
  return (
    <dl className="flex flex-col gap-0.5 text-small">
      {lines.map(([name, value]) =>
        value === null ? null : (
          <div key={name} className="flex justify-between">
            <dt className="text-ink-3">{name}</dt>
            <dd className="font-semibold">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
