import { type KeyboardEvent, type MouseEvent, memo, type ReactNode } from 'react';
import { cx } from '@/ui/cx';
import type { Column } from './column';

/** What a row tells its table. */
export interface RowDoes<Row> {
  drawn: (index: number, element: HTMLElement | null) => void;
  focused: (index: number, row: Row) => void;
  opened: (row: Row) => void;
}

interface TableRowProps<Row> {
  row: Row;
  index: number;
  start: number;
  height: number;
  layout: string;
  columns: readonly Column<Row>[];
  card: ((row: Row) => ReactNode) | undefined;
  selected: boolean | undefined;
  reachable: boolean;
  /** The same for as long as the table stands, so that scrolling draws no row anew. */
  does: RowDoes<Row>;
  opens: boolean;
}

/** Whether the event belongs to a control inside of the row, or to a menu or dialog that one of them opened. */
const isOfControl = ({ target, currentTarget }: MouseEvent | KeyboardEvent) =>
  target instanceof Element &&
  (!currentTarget.contains(target) || target.closest('a, button, input, select') !== null);

function Drawn<Row>(props: TableRowProps<Row>) {
  const { row, index, start, height, layout, columns, card, selected, does, opens } = props;
  return (
    <div
      ref={(element) => does.drawn(index, element)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={props.reachable ? 0 : -1}
      onFocus={() => does.focused(index, row)}
      onClick={(event) => opens && !isOfControl(event) && does.opened(row)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || isOfControl(event) || !opens) return;
        event.preventDefault();
        does.opened(row);
      }}
      style={{ height, gridTemplateColumns: layout, transform: `translateY(${start}px)` }}
      className={cx(
        'absolute inset-x-0 top-0 grid items-center border-b border-line px-1.5 -outline-offset-2 hover:bg-hover',
        selected && 'bg-accent-soft shadow-[inset_2px_0_var(--accent)] hover:bg-accent-soft',
      )}
    >
      {card ? (
        <div role="gridcell" tabIndex={-1} className="min-w-0 px-1.5">
          {card(row)}
        </div>
      ) : (
        columns.map(({ id, numeric, cell }) => (
          <div
            key={id}
            role="gridcell"
            tabIndex={-1}
            className={cx('truncate px-2.5', numeric && 'text-right')}
          >
            {cell(row)}
          </div>
        ))
      )}
    </div>
  );
}

/** A row of a table; drawn anew only when something of its own has changed. */
export const TableRow = memo(Drawn) as typeof Drawn;
