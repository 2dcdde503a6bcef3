import type { Panel } from '@/api/panels';
import type { Cell } from './groups';

/** What a move comes to before anything is recorded. */
export interface Move {
  label: string;
  cells: readonly Cell[];
  /** Some of them have a verdict: amending it needs a reason. */
  amends: number;
  needsReason: boolean;
  needsComment: boolean;
}

export type NoMove = 'oneByOne' | 'there';

/** Whether another verdict of it would amend one, which needs a reason. */
export const isAmended = ({ verdict, held }: Cell): boolean => verdict !== null && !held;

/**
 * Moving cells to a class is saying that they are of it. One cell alone is read by that, also where it
 * stands already; of several only those that stand elsewhere, for the others would be confirmed
 * without having been looked at one by one. Whole fields, and critical classes, go one by one.
 */
export function moveOf(cells: readonly Cell[], label: string, panel: Panel): Move | NoMove {
  const critical = panel.labels.find(({ id }) => id === label)?.critical ?? false;
  if (cells.length > 1 && (panel.unit !== 'cell' || critical)) return 'oneByOne';
  const moving = cells.filter(
    (cell) => cell.verdict !== label && (cells.length === 1 || cell.group !== label),
  );
  if (moving.length === 0) return 'there';
  const amends = moving.filter(isAmended).length;
  return {
    label,
    cells: moving,
    amends,
    needsReason: amends > 0 || label === 'unsuitable',
    needsComment: label === 'other',
  };
}
