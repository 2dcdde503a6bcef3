/** A day of the laboratory's calendar, as date fields write it: `2026-11-23`. */
export type Day = string;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const two = (value: number) => String(value).padStart(2, '0');

export const dayOf = (date: Date): Day =>
  `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

/** The day that a text names; none when it names no day there is. */
export function asDay(value: unknown): Day | undefined {
  if (typeof value !== 'string' || !DAY.test(value)) return undefined;
  const date = midnight(value);
  return dayOf(date) === value ? value : undefined;
}

/** The midnight that a day begins with, or that of some days later. */
export function midnight(day: Day, later = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later);
}

/** For how many days, today among them. */
export const SPANS = { today: 1, week: 7, month: 30 } as const;
export type Span = keyof typeof SPANS;

/** The first day of a span that ends today. */
export const beginOf = (span: Span, now: Date): Day => dayOf(midnight(dayOf(now), 1 - SPANS[span]));

/** The span that these days are, if they are one. */
export const spanOf = (from: Day | undefined, to: Day | undefined, now: Date): Span | undefined =>
  to === undefined
    ? (Object.keys(SPANS) as Span[]).find((span) => beginOf(span, now) === from)
    : undefined;
