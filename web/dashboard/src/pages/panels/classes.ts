import type { Label, Panel } from '@/api/panels';

export interface PanelClass extends Label {
  /** The digit that selects it in a review; none for those no longer offered, and from the tenth on. */
  key: string | undefined;
  /** Whether the model that predicts for the panel can answer with it; undefined without a model. */
  known: boolean | undefined;
}

const DIGITS = 9;

/** The panel's classes in its own order, which nothing else ever sorts. */
export function classesOf({ labels }: Panel, modelLabels: readonly string[] | undefined) {
  let offered = 0;
  return labels.map((label): PanelClass => {
    const place = label.retired ? undefined : ++offered;
    return {
      ...label,
      key: place !== undefined && place <= DIGITS ? String(place) : undefined,
      known: modelLabels?.includes(label.id),
    };
  });
}
