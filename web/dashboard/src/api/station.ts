import type { Me } from './session-store';

/** Who signed in on this station today, for a fast change of persons. Names only. */
export type Guest = Pick<Me, 'username' | 'full_name' | 'role'>;

const KEY = 'hema.station';
const MOST = 4;

interface Note {
  day: string;
  guests: Guest[];
}

const today = () => new Date().toDateString();

export function guestsToday(): Guest[] {
  try {
    const note = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Note | null;
    return note?.day === today() ? note.guests : [];
  } catch {
    return [];
  }
}

export function noteHere({ username, full_name, role }: Guest): void {
  const others = guestsToday().filter((guest) => guest.username !== username);
  const guests = [{ username, full_name, role }, ...others].slice(0, MOST);
  localStorage.setItem(KEY, JSON.stringify({ day: today(), guests } satisfies Note));
}
