import { type ReactNode, useState } from 'react';
import { Button } from '@/ui/button';
import { cx } from '@/ui/cx';
import { overviewWords as words } from '@/words/overview';

interface ChartCardProps {
  title: string;
  /** What the figures are of, beside the title. */
  aside?: ReactNode;
  chart: ReactNode;
  /** The same in numbers. */
  table?: ReactNode;
  className?: string;
}

/** A chart that can be read as a table. */
export function ChartCard({ title, aside, chart, table, className }: ChartCardProps) {
  const [asTable, setAsTable] = useState(false);
  return (
    <section className={cx('min-w-0 rounded-box border border-line', className)}>
      <div className="flex min-h-10 items-center gap-3 border-b border-line px-3.5 py-1">
        <h2 className="flex-none">{title}</h2>
        <span className="ml-auto min-w-0 truncate text-small text-ink-3">{aside}</span>
        {table && (
          <Button small look="quiet" className="-mr-2" onClick={() => setAsTable(!asTable)}>
            {asTable ? words.asChart : words.asTable}
          </Button>
        )}
      </div>
      {asTable ? table : chart}
    </section>
  );
}

interface FigureTableProps {
  label: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** Figures in rows: the first column names them, the others are numbers. */
export const FigureTable = ({ label, columns, rows }: FigureTableProps) => (
  <div className="max-h-[480px] overflow-auto">
    <table className="w-full border-collapse" aria-label={label}>
      <thead>
        <tr>
          {columns.map((column, place) => (
            <th
              key={column}
              scope="col"
              className={cx(
                'sticky top-0 border-b border-line-strong bg-panel px-3.5 py-1.5 text-label font-medium text-ink-3',
                place === 0 ? 'text-left' : 'text-right',
              )}
            >
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key} className="border-b border-line last:border-0">
            {cells.map((cell, place) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: cells are known by their column.
                key={place}
                className={cx('px-3.5 py-1.5', place === 0 ? 'text-left' : 'text-right')}
              >
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
