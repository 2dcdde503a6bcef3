import type { Label } from '@/api/panels';
import { BLIND, type Cell, isOpen, OUTSIDE } from './groups';

/** Nucleated red cells are counted per 100 white cells, platelets not at all. */
const ERYTHROBLAST = 'NRBC';
const PLATELET = 'PLT';

/** The two-sided 95 % quantile of the normal distribution. */
const Z = 1.959963984540054;

export interface Interval {
  low: number;
  high: number;
}

/** Wilson's 95 % interval of a share: it holds for few cells and for none, too. */
export function wilson(cells: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const share = cells / of;
  const scale = 1 + Z ** 2 / of;
  const middle = (share + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

export interface Share extends Interval {
  label: Label;
  cells: number;
  /** Of all white cells; none before there is one. */
  share: number | null;
}

export interface Differential {
  /** White cells that are counted: confirmed by a person, or placed by the model alone. */
  white: number;
  confirmed: number;
  modelOnly: number;
  shares: readonly Share[];
  /** Per 100 white cells; none before there is a white cell, or where the panel has none. */
  erythroblasts: number | null;
  platelets: number;
  outside: number;
  /** Not read yet by who may not see what the model says of them. */
  blind: number;
}

/** Counts the white cells. What the model does not know, and abstentions, are not counted. */
export function differentialOf(cells: readonly Cell[], labels: readonly Label[]): Differential {
  const countOf = (code: string) => {
    const ids = labels.filter((label) => label.code === code).map(({ id }) => id);
    return cells.filter(({ group }) => ids.includes(group)).length;
  };
  const whites = labels.filter(({ code }) => code !== ERYTHROBLAST && code !== PLATELET);
  const ids = new Set(whites.map(({ id }) => id));
  const counted = cells.filter(({ group }) => ids.has(group));
  const white = counted.length;
  const modelOnly = counted.filter(isOpen).length;
  const hasErythroblasts = labels.some(({ code }) => code === ERYTHROBLAST);
  return {
    white,
    modelOnly,
    confirmed: white - modelOnly,
    shares: whites
      .map((label) =>
        shareOf(label, counted.filter(({ group }) => group === label.id).length, white),
      )
      .filter(({ label, cells }) => !label.retired || cells > 0),
    erythroblasts: hasErythroblasts && white > 0 ? (100 * countOf(ERYTHROBLAST)) / white : null,
    platelets: countOf(PLATELET),
    outside: cells.filter(({ group }) => group === OUTSIDE).length,
    blind: cells.filter(({ group }) => group === BLIND).length,
  };
}

const shareOf = (label: Label, cells: number, white: number): Share => ({
  label,
  cells,
  share: white > 0 ? cells / white : null,
  ...wilson(cells, white),
});
