const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const clockWithSeconds = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

type Moment = string | number | Date;
const MINUTE_MS = 60_000;

/** `09:14` today, `22 Nov 16:04` this year, `22 Nov 2025 16:04` before. */
export function when(moment: Moment, now: Date = new Date()): string {
  const at = new Date(moment);
  if (at.toDateString() === now.toDateString()) return clock.format(at);
  const format = at.getFullYear() === now.getFullYear() ? day : dayAndYear;
  return `${format.format(at)} ${clock.format(at)}`;
}

/** `22 Nov 2026 16:04`, for what is read on other days. */
export const dayAndTime = (moment: Moment): string =>
  `${dayAndYear.format(new Date(moment))} ${clock.format(new Date(moment))}`;

/** `09:14:07`. */
export const atSecond = (moment: Moment): string => clockWithSeconds.format(new Date(moment));

/** `22 Nov 2026`. */
export const onDay = (moment: Moment): string => dayAndYear.format(new Date(moment));

/** `0:42` hours and minutes left, `−0:12` overdue. */
export function dueIn(due: Moment, now: number = Date.now()): string {
  const minutes = Math.round((new Date(due).getTime() - now) / MINUTE_MS);
  const size = Math.abs(minutes);
  const sign = minutes < 0 ? '−' : '';
  return `${sign}${Math.floor(size / 60)}:${String(size % 60).padStart(2, '0')}`;
}

/** `34 y`, or none when the day of birth is not known. */
export function age(bornOn: string | null | undefined, now: Date = new Date()): string | null {
  if (!bornOn) return null;
  const [year = 0, month = 1, date = 1] = bornOn.split('-').map(Number);
  const hadBirthday =
    now.getMonth() + 1 > month || (now.getMonth() + 1 === month && now.getDate() >= date);
  return `${now.getFullYear() - year - (hadBirthday ? 0 : 1)} y`;
}
