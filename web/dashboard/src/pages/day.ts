/** A day as an address says it, `2026-11-23`; none for anything else. */
export const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : undefined;

const DAY_MS = 86_400_000;

/** The moments between which a day of the station lies: from midnight to midnight. */
export function momentsOf(day: string): { from: string; to: string } {
  const from = new Date(`${day}T00:00:00`);
  const to = new Date(from.getTime() + 1.5 * DAY_MS);
  to.setHours(0, 0, 0, 0);
  return { from: from.toISOString(), to: to.toISOString() };
}
