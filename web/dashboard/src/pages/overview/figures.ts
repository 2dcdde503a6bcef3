import type { Label } from '@/api/panels';
import type { Agreement, Day, Stats } from '@/api/stats';
import { sum } from './rates';

export type DayTotals = Omit<Day, 'panel'>;

const DAY_MS = 86_400_000;
const NOTHING = { uploads: 0, predictions: 0, verdicts: 0, amendments: 0 };

/** The last days, oldest first, each with what happened, also where nothing did; of one panel or of all. */
export function byDay(
  days: readonly Day[],
  count: number,
  today: string,
  panel: string | undefined,
): DayTotals[] {
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, place) => {
    const day = new Date(last - (count - 1 - place) * DAY_MS).toISOString().slice(0, 10);
    const those = days.filter((one) => one.day === day && (!panel || one.panel === panel));
    return those.reduce<DayTotals>(added, { day, ...NOTHING });
  });
}

const added = (all: DayTotals, one: Day): DayTotals => ({
  day: all.day,
  uploads: all.uploads + one.uploads,
  predictions: all.predictions + one.predictions,
  verdicts: all.verdicts + one.verdicts,
  amendments: all.amendments + one.amendments,
});

/** How often each class was predicted on each day, and last what was outside, which is of no class. */
export function predictedByDay(
  figures: Stats['predicted'],
  days: readonly string[],
  labels: readonly string[],
): { day: string; values: number[] }[] {
  return days.map((day) => {
    const those = figures.filter((one) => one.day === day);
    const of = (label: string) =>
      sum(
        those
          .filter((one) => one.label === label)
          .map(({ predictions, outside }) => predictions - outside),
      );
    return { day, values: [...labels.map(of), sum(those.map(({ outside }) => outside))] };
  });
}

/** How many images, and on how many of them reader and model agree. */
export interface Agreed {
  images: number;
  agreed: number;
}

type Way = Stats['readings'][number]['way'];

/** Agreement by how the verdict came about, of what the model knows; and how many images are outside of that. */
export function agreedBy(
  figures: Stats['readings'],
  panel: string,
  model: string | null | undefined,
): Record<Way, Agreed> & { outside: number } {
  const own = figures.filter((one) => one.panel === panel && (!model || one.model === model));
  const of = (way: Way): Agreed => {
    const those = own.filter((one) => one.inside && one.way === way);
    return {
      images: sum(those.map(({ images }) => images)),
      agreed: sum(those.map(({ agreed }) => agreed)),
    };
  };
  return {
    unaided: of('unaided'),
    aided: of('aided'),
    revised: of('revised'),
    bulk: of('bulk'),
    outside: sum(own.filter(({ inside }) => !inside).map(({ images }) => images)),
  };
}

/** What a model said against what readers concluded, of one panel. */
export interface Matrix {
  labels: readonly Label[];
  /** Rows are the reader's classes, columns the model's. */
  counts: number[][];
  total: number;
  agreed: number;
  /** Verdicts that name no class, such as uncertain: left out of the table. */
  abstained: number;
}

export function matrixOf(
  agreement: readonly Agreement[],
  labels: readonly Label[],
  panel: string,
  model: string | null | undefined,
): Matrix {
  const those = agreement.filter((one) => one.panel === panel && (!model || one.model === model));
  const shown = labels.filter(
    ({ id, retired }) =>
      !retired || those.some(({ predicted, verdict }) => predicted === id || verdict === id),
  );
  const imagesOf = (verdict: string, predicted: string) =>
    sum(
      those
        .filter((one) => one.verdict === verdict && one.predicted === predicted)
        .map(({ images }) => images),
    );
  const counts = shown.map((row) => shown.map((column) => imagesOf(row.id, column.id)));
  const total = sum(counts.flat());
  return {
    labels: shown,
    counts,
    total,
    agreed: sum(counts.map((row, place) => row[place] ?? 0)),
    abstained: sum(those.map(({ images }) => images)) - total,
  };
}

/** At most four even steps of an axis from zero, in whole numbers. */
export function ticksOf(most: number): number[] {
  if (most <= 0) return [0];
  const rough = most / 4;
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * size).find((one) => one > rough) ?? rough;
  const whole = Math.max(1, Math.round(step));
  return Array.from({ length: Math.floor(most / whole) + 1 }, (_, place) => place * whole);
}

/** `1:08` hours and minutes. */
export function hours(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}
