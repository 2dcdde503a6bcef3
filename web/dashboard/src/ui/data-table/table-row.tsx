import type { KeyboardEvent, MouseEvent, ReactNode, Ref } from 'react';
import { cx } from '@/ui/cx';
import type { Column } from './column';

interface TableRowProps<Row> {
  ref: Ref<HTMLDivElement>;
  row: Row;
  index: number;
  start: number;
  height: number;
  layout: string;
  columns: readonly Column<Row>[];
  card: ((row: Row) => ReactNode) | undefined;
  selected: boolean | undefined;
  reachable: boolean;
  onFocus: () => void;
  onOpen: (() => void) | undefined;
}

/** Whether the event belongs to a control inside of the row. */
const isOfControl = (event: MouseEvent | KeyboardEvent) =>
  event.target instanceof Element && event.target.closest('a, button, input, select') !== null;

export function TableRow<Row>(props: TableRowProps<Row>) {
  const { row, index, start, height, layout, columns, card, selected, onOpen } = props;
  return (
    <div
      ref={props.ref}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={props.reachable ? 0 : -1}
      onFocus={props.onFocus}
      onClick={(event) => !isOfControl(event) && onOpen?.()}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || isOfControl(event) || !onOpen) return;
        event.preventDefault();
        onOpen();
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
