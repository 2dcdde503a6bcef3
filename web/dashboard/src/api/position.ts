/** For how long reads are asked to show what was written: well above any lag worth waiting for. */
const FRESH_MS = 15_000;

let latest: { position: number; at: number } | null = null;

/** Remembers how far the log was after a command. */
export function written(position: string | null, now = Date.now()): void {
  const number = Number(position);
  if (position === null || !Number.isSafeInteger(number)) return;
  if (latest === null || number >= latest.position) latest = { position: number, at: now };
}

/** The position that a read has to have reached to show one's own writes; none when long ago. */
export function toReach(now = Date.now()): string | null {
  return latest && now - latest.at < FRESH_MS ? String(latest.position) : null;
}
