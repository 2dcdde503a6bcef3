/** What somebody typed and has not recorded. It stays on this station, by person, until recorded or dropped. */
export interface Draft<T> {
  at: number;
  value: T;
}

const prefix = (user: string) => `hema.draft.${user}.`;

export function readDraft<T>(user: string, key: string): Draft<T> | null {
  try {
    return JSON.parse(localStorage.getItem(prefix(user) + key) ?? 'null') as Draft<T> | null;
  } catch {
    return null;
  }
}

export function keepDraft<T>(user: string, key: string, value: T, at = Date.now()): Draft<T> {
  const draft = { at, value };
  localStorage.setItem(prefix(user) + key, JSON.stringify(draft));
  return draft;
}

export function dropDraft(user: string, key: string): void {
  localStorage.removeItem(prefix(user) + key);
}

/** The keys of everything a person left unrecorded here. */
export function draftsOf(user: string): string[] {
  const start = prefix(user);
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length));
}
