const two = (value: number) => String(value).padStart(2, '0');

/** A moment as a field for date and time takes it, in the station's zone: `2026-11-22T16:04`. */
export function toLocal(moment: string | null | undefined): string {
  if (!moment) return '';
  const at = new Date(moment);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What was typed into such a field, as the interface takes it; nothing while it is not whole. */
export function fromLocal(text: string): string | undefined {
  const at = new Date(text);
  return text === '' || Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
