/** The names of the fields whose values differ. Nothing and an empty text are the same. */
export function differing<T extends object>(before: T, after: T): (keyof T)[] {
  const names = Object.keys(after) as (keyof T)[];
  return names.filter((name) => (before[name] || null) !== (after[name] || null));
}

/** What to send of a form: the fields that were touched, an emptied one as null. */
export function touched<T extends object>(
  seen: T,
  form: T,
): { [Name in keyof T]?: T[Name] | null } {
  const body: { [Name in keyof T]?: T[Name] | null } = {};
  for (const name of differing(seen, form)) body[name] = form[name] || null;
  return body;
}
