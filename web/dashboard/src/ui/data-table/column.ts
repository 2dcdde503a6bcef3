import type { ReactNode } from 'react';

/** A column of a table. The state comes first, text stands left, numbers right. */
export interface Column<Row> {
  id: string;
  header: string;
  /** The header is heard, not drawn: for pictures and menus. */
  quiet?: boolean;
  /** In pixels; a column without it takes its share of what is left. */
  width?: number;
  numeric?: boolean;
  /** The interface's field to sort by, when it can be. */
  sort?: string;
  /** Left out where the side bar is a rail. */
  wideOnly?: boolean;
  cell: (row: Row) => ReactNode;
}

/** What the rows are laid out by: fixed widths, so that nothing moves while scrolling. */
export function template<Row>(columns: readonly Column<Row>[]): string {
  return columns.map(({ width }) => (width ? `${width}px` : 'minmax(96px, 1fr)')).join(' ');
}

/** The next sort after a click on a header: up, down, then as the list comes by itself. */
export function nextSort(sort: string | undefined, field: string): string | undefined {
  if (sort === field) return `-${field}`;
  return sort === `-${field}` ? undefined : field;
}
