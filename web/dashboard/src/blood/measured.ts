import type { Measurement } from '@/api/images';

/** What one version of one function found. */
export interface Measured {
  /** Which function, and which version of it. */
  by: string;
  at: string;
  figures: readonly (readonly [name: string, figure: string])[];
}

/** An image's measurements by the function that found them, in the order in which they came. */
export function measuredBy(measurements: readonly Measurement[]): Measured[] {
  const groups = new Map<string, Measurement[]>();
  for (const one of measurements) {
    const by = `${one.function} ${one.version}`;
    groups.set(by, [...(groups.get(by) ?? []), one]);
  }
  return [...groups].map(([by, all]) => ({
    by,
    at: all[0]?.at ?? '',
    figures: all.map(({ name, value, unit }) => [
      nameOf(name),
      unit ? `${figureOf(value)} ${unit}` : figureOf(value),
    ]),
  }));
}

/** `Jpeg quality` of `jpeg_quality`. */
const nameOf = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ');

const decimal = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 4 });

/** `1.8313`; what four decimals would make nothing, or a line of digits, as a power of ten. */
function figureOf(value: number): string {
  const size = Math.abs(value);
  const plain = value === 0 || (size >= 1e-3 && size < 1e15);
  return plain ? decimal.format(value) : value.toExponential(3);
}
