import type { GivenVerdict } from '@/api/verdicts';

/** For how long a verdict can be taken back without a trace. */
export const UNDO_MS = 10_000;

/** A verdict that was recorded on this station and not yet sent. */
export interface Held extends GivenVerdict {
  /** When it was recorded. */
  at: number;
  /** The page was left with it: it may be on its way, and cannot be taken back. */
  left?: boolean;
  /** The label's name, for what is said of it. */
  name: string;
}

const keyOf = (user: string) => `hema.outbox.${user}`;

/** What a person recorded here that the server has not confirmed, oldest first. */
export function heldBy(user: string): readonly Held[] {
  try {
    return JSON.parse(localStorage.getItem(keyOf(user)) ?? '[]') as Held[];
  } catch {
    return [];
  }
}

function write(user: string, held: readonly Held[]): void {
  if (held.length === 0) localStorage.removeItem(keyOf(user));
  else localStorage.setItem(keyOf(user), JSON.stringify(held));
}

/** Keeps one more; an image has one at most. */
export function addHeld(user: string, one: Held): void {
  write(user, [...heldBy(user).filter(({ image }) => image !== one.image), one]);
}

export function removeHeld(user: string, key: string): void {
  write(
    user,
    heldBy(user).filter((one) => one.key !== key),
  );
}

/** Notes that the page was left while these were sent. */
export function leaveHeld(user: string): void {
  write(
    user,
    heldBy(user).map((one) => ({ ...one, left: true })),
  );
}

/** The latest that can still be taken back. */
export function undoable(held: readonly Held[], now: number): Held | undefined {
  const last = held.at(-1);
  return last && !last.left && now - last.at < UNDO_MS ? last : undefined;
}

/** Those whose time to be taken back is over. */
export const dueOf = (held: readonly Held[], now: number): readonly Held[] =>
  held.filter(({ at, left }) => left || now - at >= UNDO_MS);
