import { type ReactNode, useId } from 'react';

interface SectionProps {
  title: string;
  says: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of the page with its heading. */
export function Section({ title, says, action, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 id={id}>{title}</h2>
        <p className="text-small text-ink-3">{says}</p>
        {action && <span className="ml-auto self-center">{action}</span>}
      </div>
      {children}
    </section>
  );
}

interface FiguresProps {
  label: string;
  /** The first stands left, the others as said. */
  columns: readonly { name: string; numeric?: boolean }[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A small table: a name in front, figures behind. */
export function Figures({ label, columns, rows }: FiguresProps) {
  const side = (at: number) => (columns[at]?.numeric ? 'text-right' : 'text-left');
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too.
      tabIndex={0}
      className="overflow-x-auto rounded-box border border-line"
    >
      <table className="w-full">
        <thead>
          <tr className="text-label text-ink-3">
            {columns.map(({ name }, at) => (
              <th
                key={name}
                scope="col"
                className={`border-b border-line-strong px-3 py-1.5 font-medium whitespace-nowrap ${side(at)}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [head, ...cells] }) => (
            <tr key={key} className="border-b border-line last:border-0">
              <th scope="row" className="px-3 py-1.5 text-left font-normal">
                {head}
              </th>
              {cells.map((cell, at) => (
                <td
                  key={columns[at + 1]?.name}
                  className={`px-3 py-1.5 whitespace-nowrap ${side(at + 1)}`}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
