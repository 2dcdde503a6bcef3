import { tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useNarrow, usePhone } from '@/ui/media';
import { WaitingRows } from '@/ui/waiting';
import { type Column, template } from './column';
import { HeaderRow } from './header-row';
import { type RowDoes, TableRow } from './table-row';
import { useRoving } from './use-roving';

export interface DataTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  /** Those read so far. */
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** How many there are in all. */
  total: number;
  /** Nothing is known yet. */
  waiting?: boolean;
  /** What stands in the place of the rows when there are none. */
  empty: ReactNode;
  /** Reads on; called as the last rows come near. */
  onEnd?: () => void;
  sort?: string | undefined;
  onSort?: (sort: string | undefined) => void;
  /** Enter or a click on a row. */
  onOpen?: (row: Row) => void;
  /** The row that has the focus. */
  onActive?: (row: Row) => void;
  selected?: string | undefined;
  /** A row where the screen is a phone's: 60 px, two lines. */
  card?: (row: Row) => ReactNode;
  rowHeight?: number;
}

const ROW = 38;
const CARD = 62;
/** Rows drawn ahead on either side, so that fast scrolling shows no blank ones. */
const AHEAD = 16;
/** So many rows before the end of what was read, reading goes on: more than the fastest wheel passes meanwhile. */
const NEAR_END = 400;
const features = tableFeatures({});

/** A table of any length: only the rows in view are drawn, and more are read as the end comes near. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { rows, rowKey, onEnd, waiting, total, label, empty } = props;
  const narrow = useNarrow();
  const cards = usePhone() && props.card !== undefined;
  const height = cards ? CARD : (props.rowHeight ?? ROW);
  const columns = useMemo(
    () => props.columns.filter(({ wideOnly }) => !(narrow && wideOnly)),
    [props.columns, narrow],
  );

  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: AHEAD,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are measured anew when rows become cards.
  useEffect(() => virtual.measure(), [height]);

  const items = virtual.getVirtualItems();
  const lastDrawn = items.at(-1)?.index ?? -1;
  useEffect(() => {
    // Who looks at the first rows only reads no more than those.
    const near = Math.min(NEAR_END, rows.length / 2);
    if (rows.length > 0 && lastDrawn >= rows.length - near) onEnd?.();
  }, [lastDrawn, rows.length, onEnd]);

  const perPage = () => Math.floor((scroller.current?.clientHeight ?? 400) / height) - 1;
  const roving = useRoving(rows.length, perPage, (index) => virtual.scrollToIndex(index));

  const latest = useRef(props);
  latest.current = props;
  const { drawn: rowDrawn, setActive } = roving;
  const does = useMemo<RowDoes<Row>>(
    () => ({
      drawn: rowDrawn,
      focused: (index, row) => {
        setActive(index);
        latest.current.onActive?.(row);
      },
      opened: (row) => latest.current.onOpen?.(row),
    }),
    [rowDrawn, setActive],
  );

  // The table's model holds the rows in view alone: its cost does not grow with the list.
  const data = items.flatMap(({ index }) => rows[index] ?? []);
  const table = useTable({
    features,
    data,
    columns: columns.map(({ id, header }) => ({ id, header })),
    getRowId: rowKey,
  });
  const drawn = new Map(items.map((item) => [item.index, item]));

  // Tab leads into the table also where the row that had the focus is scrolled away.
  const reachable = drawn.has(roving.active) ? roving.active : items[AHEAD]?.index;

  if (!waiting && rows.length === 0) return empty;
  const layout = cards ? 'minmax(0, 1fr)' : template(columns);
  return (
    <div ref={scroller} className="min-h-0 grow overflow-auto" data-scroller="">
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={total + 1}
        aria-busy={waiting}
        className="min-w-fit"
        onKeyDown={roving.onKeyDown}
      >
        <HeaderRow
          hidden={cards}
          layout={layout}
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
        />
        {waiting ? (
          <WaitingRows height={height} />
        ) : (
          <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
            {[...drawn.values()].map(({ index, start }, place) => {
              const row = rows[index];
              const model = table.getRowModel().rows[place];
              if (!row || !model) return null;
              return (
                <TableRow
                  key={model.id}
                  row={row}
                  index={index}
                  start={start}
                  height={height}
                  layout={layout}
                  columns={columns}
                  card={cards ? props.card : undefined}
                  selected={props.selected === undefined ? undefined : props.selected === model.id}
                  reachable={index === reachable}
                  does={does}
                  opens={props.onOpen !== undefined}
                />
              );
            })}
          </div>
        )}
      </div>
    </div>
  );
}
