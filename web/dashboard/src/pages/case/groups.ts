import type { Image } from '@/api/images';
import type { Label } from '@/api/panels';
import { type Certainty, certaintyOf } from '@/blood/certainty';

/** A verdict recorded on this station that the server's own word has not confirmed yet. */
export interface Placing {
  label: string;
  /** It can still be taken back: nothing was sent. */
  held: boolean;
}
export type Placed = ReadonlyMap<string, Placing>;

/** A cell of the gallery: an image and where it stands. */
export interface Cell {
  image: Image;
  id: string;
  /** The group: a class's label, an abstention, `outside`, `awaiting` or `blind`. */
  group: string;
  /** What a person said; it outweighs the model. */
  verdict: string | null;
  /** What the person said was not sent yet: another verdict takes its place, none is amended. */
  held: boolean;
  /** The model's leading class; none outside what it knows, or before it answered. */
  lead: string | null;
  certainty: Certainty | null;
}

/** Not the panel's classes; they follow these, in this order. */
export const OUTSIDE = 'outside';
export const AWAITING = 'awaiting';
export const BLIND = 'blind';
export const ABSTENTIONS = ['uncertain', 'other', 'unsuitable'] as const;

/** Where an image stands: as a person read it, else as the model takes it, else nowhere yet. */
export function cellOf(image: Image, placed: Placed): Cell {
  const prediction = image.predictions.at(-1);
  const placing = placed.get(image.id);
  const verdict = placing?.label ?? image.verdict?.label ?? null;
  const held = Boolean(placing?.held) && !image.verdict;
  const certainty = prediction ? certaintyOf(prediction) : null;
  const lead = prediction?.inside ? prediction.label : null;
  const group = verdict ?? lead ?? (prediction ? OUTSIDE : image.blind ? BLIND : AWAITING);
  return { image, id: image.id, group, verdict, held, lead, certainty };
}

export interface Group {
  id: string;
  /** The class; none for the groups beside the panel's. */
  label: Label | null;
  cells: readonly Cell[];
}

/** The groups that have cells: the panel's classes in its order, then those beside them. */
export function groupsOf(cells: readonly Cell[], labels: readonly Label[]): readonly Group[] {
  const found = new Map<string, Cell[]>();
  for (const cell of cells) {
    const group = found.get(cell.group);
    if (group) group.push(cell);
    else found.set(cell.group, [cell]);
  }
  const group = (id: string, label: Label | null): Group[] => {
    const own = found.get(id);
    return own ? [{ id, label, cells: own }] : [];
  };
  return [
    ...labels.flatMap((label) => group(label.id, label)),
    ...[OUTSIDE, ...ABSTENTIONS, AWAITING, BLIND].flatMap((id) => group(id, null)),
  ];
}

/** Whether nobody has said anything of it. */
export const isOpen = ({ verdict }: Cell): boolean => verdict === null;

/** Whether the model is unsure of it or does not know it, and nobody has said what it is. */
export const isDoubtful = (cell: Cell): boolean =>
  isOpen(cell) && cell.certainty !== null && cell.certainty !== 'sure';
