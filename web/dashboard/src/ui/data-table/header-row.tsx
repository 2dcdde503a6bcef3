import { cx } from '@/ui/cx';
import { Icon } from '@/ui/icon';
import { shell } from '@/words/shell';
import { type Column, nextSort } from './column';

interface HeaderRowProps<Row> {
  columns: readonly Column<Row>[];
  layout: string;
  sort: string | undefined;
  onSort: ((sort: string | undefined) => void) | undefined;
  /** Read out, not drawn: where rows are cards. */
  hidden: boolean;
}

const direction = (sort: string | undefined, field: string | undefined) => {
  if (!field) return undefined;
  if (sort === field) return 'ascending';
  return sort === `-${field}` ? 'descending' : 'none';
};

export function HeaderRow<Row>({ columns, layout, sort, onSort, hidden }: HeaderRowProps<Row>) {
  return (
    <div role="rowgroup" className={cx(hidden ? 'sr-only' : 'sticky top-0 z-10 bg-panel')}>
      <div
        role="row"
        aria-rowindex={1}
        tabIndex={-1}
        style={{ gridTemplateColumns: layout }}
        className="grid items-center border-b border-line-strong px-1.5 text-label font-medium text-ink-3"
      >
        {columns.map(({ id, header, numeric, quiet, sort: field }) => (
          <div
            key={id}
            role="columnheader"
            tabIndex={-1}
            aria-sort={direction(sort, field)}
            className={cx('truncate px-2.5 py-1.5', numeric && 'text-right')}
          >
            {field && onSort ? (
              <button
                type="button"
                className="-my-1 inline-flex min-h-6 items-center gap-1 hover:text-ink"
                title={shell.table.sortBy(header)}
                onClick={() => onSort(nextSort(sort, field))}
              >
                {header}
                {sort === field && <Icon name="up" size={12} />}
                {sort === `-${field}` && <Icon name="down" size={12} />}
              </button>
            ) : (
              <span className={cx(quiet && 'sr-only')}>{header}</span>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}
