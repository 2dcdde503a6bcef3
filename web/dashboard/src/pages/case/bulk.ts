import type { Panel } from '@/api/panels';
import { type Cell, type Group, isOpen } from './groups';

/** Why cells of a group cannot be confirmed together. */
export type Hindrance =
  | 'field'
  | 'critical'
  | 'notAClass'
  | 'manyClasses'
  | 'suspected'
  | 'unseen'
  | 'nothing';

/** Whether a class may be confirmed in bulk at all; the rest is a matter of looking. */
export function neverInBulk(panel: Panel, group: Group): Hindrance | null {
  if (panel.unit !== 'cell') return 'field';
  if (!group.label) return 'notAClass';
  return group.label.critical ? 'critical' : null;
}

/** Placed by the model alone, where it knows the cell, and shown to the reader as such. */
const canBeConfirmed = (cell: Cell) => isOpen(cell) && cell.lead === cell.group;

export const confirmable = (group: Group): readonly Cell[] => group.cells.filter(canBeConfirmed);

export interface Bulk {
  hindrance: Hindrance | null;
  /** What would be confirmed. */
  cells: readonly Cell[];
}

/** What of the selected cells can be confirmed together: one class, every cell of it seen. */
export function bulkOf(
  panel: Panel,
  groups: readonly Group[],
  selected: ReadonlySet<string>,
  seen: ReadonlySet<string>,
): Bulk {
  if (selected.size === 0) return { hindrance: 'nothing', cells: [] };
  const touched = groups.filter(({ cells }) => cells.some(({ id }) => selected.has(id)));
  const [group] = touched;
  if (!group) return { hindrance: 'nothing', cells: [] };
  if (touched.length > 1) return { hindrance: 'manyClasses', cells: [] };
  const cells = confirmable(group).filter(({ id }) => selected.has(id));
  const hindrance =
    neverInBulk(panel, group) ??
    (cells.length === 0 ? 'nothing' : null) ??
    (cells.some(({ image }) => image.suspected || image.mix_up_suspected) ? 'suspected' : null) ??
    (group.cells.every((cell) => !isOpen(cell) || seen.has(cell.id)) ? null : 'unseen');
  return { hindrance, cells };
}
