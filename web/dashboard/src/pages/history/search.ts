/** What the address may say of a history. */
export interface HistorySearch {
  /** The position of the last event that counts; without it, now. */
  as_of?: number;
  /** Only what this person or program did. */
  actor?: string;
  /** Only events of this type. */
  type?: string;
}

export function historySearch(search: Record<string, unknown>): HistorySearch {
  const position = Number(search.as_of);
  const words = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
  return {
    as_of:
      search.as_of !== undefined && Number.isSafeInteger(position) && position >= 0
        ? position
        : undefined,
    actor: words(search.actor),
    type: words(search.type),
  };
}
