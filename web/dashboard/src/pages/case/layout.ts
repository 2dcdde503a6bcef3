import type { Cell, Group } from './groups';

/** A part of a row: the whole of its width, or the left or right half. */
export interface Part {
  group: Group;
  /** Cells of this row; none in a row of headings. */
  cells: readonly Cell[];
  /** In which column its first cell stands. */
  from: number;
}

export interface Row {
  kind: 'heads' | 'cells';
  key: string;
  parts: readonly Part[];
}

/** Lays groups out in rows of so many columns. Two small groups after each other share their rows. */
export function layout(groups: readonly Group[], columns: number): readonly Row[] {
  const half = Math.floor(columns / 2);
  // Fewer columns have no room for two headings beside each other.
  const fits = (group: Group | undefined) =>
    group !== undefined && half >= 4 && group.cells.length <= half;
  const rows: Row[] = [];
  for (let at = 0; at < groups.length; at++) {
    const group = groups[at] as Group;
    const next = groups[at + 1];
    if (next && fits(group) && fits(next)) {
      rows.push(...pairOf(group, next, columns - half));
      at += 1;
    } else rows.push(...rowsOf(group, columns));
  }
  return rows;
}

function pairOf(left: Group, right: Group, from: number): Row[] {
  const head = [part(left, [], 0), part(right, [], from)];
  const cells = [part(left, left.cells, 0), part(right, right.cells, from)];
  return [
    { kind: 'heads', key: `${left.id} head`, parts: head },
    { kind: 'cells', key: `${left.id} 0`, parts: cells },
  ];
}

function rowsOf(group: Group, columns: number): Row[] {
  const rows: Row[] = [{ kind: 'heads', key: `${group.id} head`, parts: [part(group, [], 0)] }];
  for (let at = 0; at < group.cells.length; at += columns) {
    const cells = group.cells.slice(at, at + columns);
    rows.push({ kind: 'cells', key: `${group.id} ${at}`, parts: [part(group, cells, 0)] });
  }
  return rows;
}

const part = (group: Group, cells: readonly Cell[], from: number): Part => ({ group, cells, from });

/** Where a cell stands. */
export interface Place {
  row: number;
  column: number;
}

export function placesOf(rows: readonly Row[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [row, { parts }] of rows.entries())
    for (const { cells, from } of parts)
      for (const [at, { id }] of cells.entries()) places.set(id, { row, column: from + at });
  return places;
}

/** The cell that an arrow key leads to; the nearest column in the row above or below. */
export function stepFrom(
  rows: readonly Row[],
  place: Place,
  direction: 'up' | 'down',
): string | null {
  const by = direction === 'up' ? -1 : 1;
  for (let row = place.row + by; row >= 0 && row < rows.length; row += by) {
    const cells = (rows[row]?.parts ?? []).flatMap(({ cells, from }) =>
      cells.map(({ id }, at) => ({ id, away: Math.abs(from + at - place.column) })),
    );
    const [nearest] = cells.toSorted((a, b) => a.away - b.away);
    if (nearest) return nearest.id;
  }
  return null;
}
