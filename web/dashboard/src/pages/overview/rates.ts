/** The 95 % quantile of the normal distribution, two-sided. */
const Z = 1.959964;

export interface Interval {
  from: number;
  to: number;
}

/** Wilson's 95 % interval of a share; none without cases. */
export function wilson(part: number, of: number): Interval | null {
  if (of === 0) return null;
  const p = part / of;
  const z2 = (Z * Z) / of;
  const middle = p + z2 / 2;
  const reach = Z * Math.sqrt((p * (1 - p) + z2 / 4) / of);
  return {
    from: Math.max(0, (middle - reach) / (1 + z2)),
    to: Math.min(1, (middle + reach) / (1 + z2)),
  };
}

/** Cohen's kappa of a square table of counts, with its large-sample 95 % interval; none where chance alone explains all. */
export function kappaOf(
  counts: readonly (readonly number[])[],
): (Interval & { kappa: number }) | null {
  const n = sum(counts.flat());
  if (n === 0) return null;
  const rows = counts.map(sum);
  const columns = counts.map((_, place) => sum(counts.map((row) => row[place] ?? 0)));
  const observed = sum(counts.map((row, place) => row[place] ?? 0)) / n;
  const expected = sum(rows.map((row, place) => row * (columns[place] ?? 0))) / (n * n);
  if (expected === 1) return null;
  const kappa = (observed - expected) / (1 - expected);
  const reach = Z * Math.sqrt((observed * (1 - observed)) / (n * (1 - expected) ** 2));
  return { kappa, from: kappa - reach, to: Math.min(1, kappa + reach) };
}

export const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
