import type { CSSProperties } from 'react';
import type { Panel } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { paths } from '@/paths';
import { overviewWords } from '@/words/overview';
import { ChartCard, FigureTable } from './chart-card';
import type { Matrix } from './figures';
import { Lead } from './lead';
import { kappaOf, sum, wilson } from './rates';

const words = overviewWords.matrix;
const two = (share: number) => share.toFixed(2);

interface MatrixCardProps {
  panel: Panel;
  matrix: Matrix;
}

/** What the model said against what readers concluded. A count leads to its images. */
export function MatrixCard({ panel, matrix }: MatrixCardProps) {
  const some = matrix.total > 0;
  return (
    <ChartCard
      title={words.title}
      aside={`${panel.title}, ${words.of(matrix.total)}`}
      chart={
        some ? <Chart panel={panel} matrix={matrix} /> : <p className="px-3.5 py-5">{words.none}</p>
      }
      table={some && <Rates panel={panel} matrix={matrix} />}
    />
  );
}

function Chart({ panel, matrix }: MatrixCardProps) {
  const { labels, counts, abstained } = matrix;
  const kappa = kappaOf(counts);
  return (
    <div className="pb-3">
      <div className="flex flex-wrap items-baseline gap-x-2 px-3.5 pt-2 text-small text-ink-3">
        {kappa ? (
          <>
            <b className="text-[20px] font-semibold text-ink">{two(kappa.kappa)}</b>
            {words.kappa}, {words.interval(two(kappa.from), two(kappa.to))}
          </>
        ) : (
          words.noKappa
        )}
        <span className="ml-auto">{words.axes}</span>
      </div>
      <div className="relative overflow-x-auto px-3.5 pt-1">
        <table className="w-full border-separate border-spacing-px" aria-label={words.title}>
          <thead>
            <tr>
              <th scope="col" className="sr-only">
                {words.reader}
              </th>
              {labels.map(({ id, code, name }) => (
                <th key={id} scope="col" title={name} className={head}>
                  {code}
                </th>
              ))}
              <th scope="col" className={head} title={words.table.sensitivity}>
                {words.sensitivity}
              </th>
            </tr>
          </thead>
          <tbody>
            {labels.map((reader, row) => (
              <tr key={reader.id}>
                <th scope="row" title={reader.name} className="pr-2 text-left font-normal">
                  <span className="inline-flex items-center gap-1.5">
                    <ClassSwatch code={reader.code} />
                    {reader.code}
                  </span>
                </th>
                {labels.map((model, column) => (
                  <Cell
                    key={model.id}
                    images={counts[row]?.[column] ?? 0}
                    of={sum(counts[row] ?? [])}
                    label={(images) => words.cell(images, reader.name, model.name)}
                    search={{ panel: panel.id, verdict: reader.id, predicted: model.id }}
                  />
                ))}
                <Rate part={counts[row]?.[row] ?? 0} of={sum(counts[row] ?? [])} />
              </tr>
            ))}
            <tr>
              <th scope="row" title={words.table.ppv} className="text-left font-normal text-ink-3">
                {words.ppv}
              </th>
              {labels.map(({ id }, column) => (
                <Rate key={id} part={counts[column]?.[column] ?? 0} of={columnOf(counts, column)} />
              ))}
              <td />
            </tr>
          </tbody>
        </table>
      </div>
      <p className="px-3.5 pt-2 text-small text-ink-3">
        {words.caution} {words.abstained(abstained)}
      </p>
    </div>
  );
}

const head = 'px-1 pb-1 text-center text-label font-medium text-ink-3';
const columnOf = (counts: number[][], column: number) => sum(counts.map((row) => row[column] ?? 0));

interface CellProps {
  images: number;
  /** All of the row: the shade is the share of it. */
  of: number;
  label: (images: number) => string;
  search: object;
}

function Cell({ images, of, label, search }: CellProps) {
  const style = { '--v': `${of > 0 ? (100 * images) / of : 0}%` } as CSSProperties;
  return (
    <td
      style={style}
      className="h-8 min-w-9 rounded-tag bg-[color-mix(in_srgb,var(--accent)_calc(var(--v)*.24),var(--sunk))] text-center text-small"
    >
      {images === 0 ? (
        <span className="text-ink-3">
          <span aria-hidden="true">·</span>
          <span className="sr-only">0</span>
        </span>
      ) : (
        <Lead
          to={paths.images}
          search={search}
          aria-label={label(images)}
          className="block h-8 leading-8 text-ink -outline-offset-2"
        >
          {images}
        </Lead>
      )}
    </td>
  );
}

function Rate({ part, of }: { part: number; of: number }) {
  return (
    <td
      title={words.share(part, of)}
      className="px-1 text-center text-small font-semibold whitespace-nowrap"
    >
      {of > 0 && two(part / of)}
      <span className="block text-label font-normal text-ink-3">{of > 0 && `/ ${of}`}</span>
    </td>
  );
}

function Rates({ panel, matrix: { labels, counts } }: MatrixCardProps) {
  return (
    <FigureTable
      label={`${words.title}, ${panel.title}`}
      columns={[
        words.table.class,
        words.table.with(words.table.sensitivity),
        words.table.with(words.table.ppv),
      ]}
      rows={labels.map((label, place) => {
        const right = counts[place]?.[place] ?? 0;
        return {
          key: label.id,
          cells: [
            label.name,
            <RateInWords key="sensitivity" part={right} of={sum(counts[place] ?? [])} />,
            <RateInWords key="ppv" part={right} of={columnOf(counts, place)} />,
          ],
        };
      })}
    />
  );
}

/** A rate with what it is of and its interval. */
function RateInWords({ part, of }: { part: number; of: number }) {
  const interval = wilson(part, of);
  if (!interval) return null;
  const between = overviewWords.interval(interval.from, interval.to);
  return (
    <>
      <b className="font-semibold">{two(part / of)}</b>
      <span className="block text-small whitespace-nowrap text-ink-3">
        {words.share(part, of)}, {between}
      </span>
    </>
  );
}
