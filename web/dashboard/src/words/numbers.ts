const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** `10,240`. */
export const count = (value: number): string => whole.format(value);

/** `0.52`: never more certain than 0.99, never less than 0.00. */
export const probability = (p: number): string => Math.min(p, 0.99).toFixed(2);

/** `18 of 38`; above what was counted exactly, `more than 10,000`. */
export const total = (value: number, capped: boolean): string =>
  capped ? `more than ${count(value)}` : count(value);
